package io.millrace.graph.expression;

import static io.millrace.graph.expression.Type.DYN;
import static io.millrace.graph.expression.Type.INT;
import static io.millrace.graph.expression.Type.LIST;
import static io.millrace.graph.expression.Type.MAP;
import static io.millrace.graph.expression.Type.OPTIONAL;
import static io.millrace.graph.expression.Type.STRING;

import java.util.List;
import java.util.Optional;

/**
 * Finds functions by name. The overloads of a function are made when it is first asked for: few
 * expressions use many, and each lambda costs time at start.
 */
final class Functions {

    /** The functions called as {@code name(x)}. */
    static final List<String> GLOBAL =
            List.of(
                    "bool",
                    "bytes",
                    "double",
                    "duration",
                    "dyn",
                    "int",
                    "matches",
                    "size",
                    "string",
                    "timestamp",
                    "type",
                    "has",
                    "math.abs",
                    "math.ceil",
                    "math.floor",
                    "math.greatest",
                    "math.isFinite",
                    "math.isInf",
                    "math.isNaN",
                    "math.least",
                    "math.round",
                    "math.sign",
                    "math.trunc",
                    "optional.none",
                    "optional.of",
                    "optional.ofNonZeroValue");

    /** The functions called as {@code x.name()}. */
    static final List<String> MEMBER =
            List.of(
                    "all",
                    "exists",
                    "exists_one",
                    "filter",
                    "map",
                    "charAt",
                    "contains",
                    "endsWith",
                    "getDate",
                    "getDayOfMonth",
                    "getDayOfWeek",
                    "getDayOfYear",
                    "getFullYear",
                    "getHours",
                    "getMilliseconds",
                    "getMinutes",
                    "getMonth",
                    "getSeconds",
                    "hasValue",
                    "indexOf",
                    "join",
                    "lastIndexOf",
                    "lowerAscii",
                    "matches",
                    "or",
                    "orValue",
                    "replace",
                    "size",
                    "split",
                    "startsWith",
                    "substring",
                    "trim",
                    "upperAscii",
                    "value");

    private static final Overload.Body SIZE =
            (a, _) -> a[0] instanceof Bytes b ? (long) b.size() : (long) Values.size(a[0]);

    private Functions() {}

    /** Returns the overloads of a function called as {@code name(x)}; empty if there is none. */
    static List<Overload> global(String name) {
        return switch (name) {
            case "size" -> size();
            case "matches" -> TextFunctions.overloads(name);
            case "optional.none" -> List.of(Overload.of(OPTIONAL, (_, _) -> Optional.empty()));
            case "optional.of" -> List.of(Overload.of(OPTIONAL, (a, _) -> Optional.of(a[0]), DYN));
            case "optional.ofNonZeroValue" ->
                    List.of(Overload.of(OPTIONAL, (a, _) -> nonZero(a[0]), DYN));
            default ->
                    name.startsWith("math.")
                            ? MathFunctions.overloads(name)
                            : Conversions.overloads(name);
        };
    }

    /** Returns the overloads of a function called as {@code x.name()}; empty if there is none. */
    static List<Overload> member(String name) {
        return switch (name) {
            case "size" -> size();
            case "hasValue" ->
                    List.of(
                            Overload.of(
                                    Type.BOOL,
                                    (a, _) -> ((Optional<?>) a[0]).isPresent(),
                                    OPTIONAL));
            case "value" -> List.of(Overload.of(DYN, (a, _) -> valueOf(a[0]), OPTIONAL));
            default ->
                    name.startsWith("get")
                            ? TimeFunctions.overloads(name)
                            : TextFunctions.overloads(name);
        };
    }

    private static List<Overload> size() {
        return List.of(
                Overload.of(INT, (a, s) -> TextFunctions.size((String) a[0], s), STRING),
                Overload.of(INT, SIZE, LIST),
                Overload.of(INT, SIZE, MAP),
                Overload.of(INT, SIZE, Type.BYTES));
    }

    private static Object valueOf(Object optional) {
        return ((Optional<?>) optional)
                .map(Object.class::cast)
                .orElseThrow(() -> new Failure("the optional has no value"));
    }

    private static Optional<Object> nonZero(Object value) {
        boolean zero =
                switch (value) {
                    case Null _ -> true;
                    case Boolean b -> !b;
                    case Long l -> l == 0;
                    case Double d -> d == 0;
                    case String s -> s.isEmpty();
                    case Bytes b -> b.size() == 0;
                    default -> Values.size(value) == 0;
                };
        return zero ? Optional.empty() : Optional.of(value);
    }
}

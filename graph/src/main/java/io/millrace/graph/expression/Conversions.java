package io.millrace.graph.expression;

import static io.millrace.graph.expression.Type.BOOL;
import static io.millrace.graph.expression.Type.BYTES;
import static io.millrace.graph.expression.Type.DOUBLE;
import static io.millrace.graph.expression.Type.DURATION;
import static io.millrace.graph.expression.Type.DYN;
import static io.millrace.graph.expression.Type.INT;
import static io.millrace.graph.expression.Type.STRING;
import static io.millrace.graph.expression.Type.TIMESTAMP;
import static io.millrace.graph.expression.Type.TYPE;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** The functions that turn a value into one of another type. */
final class Conversions {

    private static final Overload.Body SAME = (a, _) -> a[0];

    private Conversions() {}

    static List<Overload> overloads(String name) {
        return switch (name) {
            case "int" ->
                    List.of(
                            Overload.of(INT, SAME, INT),
                            Overload.of(INT, (a, _) -> toInt((Double) a[0]), DOUBLE),
                            Overload.of(INT, (a, _) -> toInt((String) a[0]), STRING),
                            Overload.of(
                                    INT, (a, _) -> ((Instant) a[0]).getEpochSecond(), TIMESTAMP));
            case "double" ->
                    List.of(
                            Overload.of(DOUBLE, SAME, DOUBLE),
                            Overload.of(DOUBLE, (a, _) -> (double) (Long) a[0], INT),
                            Overload.of(DOUBLE, (a, _) -> toDouble((String) a[0]), STRING));
            case "string" ->
                    List.of(
                            Overload.of(STRING, SAME, STRING),
                            Overload.of(STRING, (a, _) -> a[0].toString(), INT),
                            Overload.of(STRING, (a, _) -> a[0].toString(), DOUBLE),
                            Overload.of(STRING, (a, _) -> a[0].toString(), BOOL),
                            Overload.of(STRING, (a, s) -> toText((Bytes) a[0], s), BYTES),
                            Overload.of(STRING, (a, _) -> a[0].toString(), TIMESTAMP),
                            Overload.of(STRING, (a, _) -> Times.text((Duration) a[0]), DURATION));
            case "bool" ->
                    List.of(
                            Overload.of(BOOL, SAME, BOOL),
                            Overload.of(BOOL, (a, _) -> toBool((String) a[0]), STRING));
            case "bytes" ->
                    List.of(
                            Overload.of(BYTES, SAME, BYTES),
                            Overload.of(BYTES, (a, s) -> toBytes((String) a[0], s), STRING));
            case "timestamp" ->
                    List.of(
                            Overload.of(TIMESTAMP, SAME, TIMESTAMP),
                            Overload.of(TIMESTAMP, (a, _) -> Times.instant((String) a[0]), STRING),
                            Overload.of(TIMESTAMP, (a, _) -> Times.ofSeconds((Long) a[0]), INT));
            case "duration" ->
                    List.of(
                            Overload.of(DURATION, SAME, DURATION),
                            Overload.of(DURATION, (a, _) -> Times.duration((String) a[0]), STRING));
            case "type" -> List.of(Overload.of(TYPE, (a, _) -> Type.of(a[0]), DYN));
            case "dyn" -> List.of(Overload.of(DYN, SAME, DYN));
            default -> List.of();
        };
    }

    private static long toInt(double number) {
        if (Double.isNaN(number) || number <= -0x1p63 || number >= 0x1p63) {
            throw new Failure(number + " is out of the range of int");
        }
        return (long) number;
    }

    private static long toInt(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Failure("'" + Texts.shortened(text) + "' is no int");
        }
    }

    private static double toDouble(String text) {
        if (text.length() > 400 || !Decimal.FORM.matcher(text).matches()) {
            throw new Failure("'" + Texts.shortened(text) + "' is no double");
        }
        return Double.parseDouble(text);
    }

    private static boolean toBool(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "True", "TRUE" -> true;
            case "0", "f", "F", "false", "False", "FALSE" -> false;
            default -> throw new Failure("'" + Texts.shortened(text) + "' is no bool");
        };
    }

    private static String toText(Bytes bytes, Scope scope) {
        scope.chargeLength(bytes.size());
        return bytes.decode();
    }

    private static Bytes toBytes(String text, Scope scope) {
        scope.chargeLength(text.length());
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Loaded when the first text is turned into a double. */
    private static final class Decimal {
        static final Pattern FORM =
                Pattern.compile(
                        "[+-]?(?:NaN|Infinity|(?:\\d++\\.?\\d*+|\\.\\d++)(?:[eE][+-]?\\d++)?)");

        private Decimal() {}
    }
}

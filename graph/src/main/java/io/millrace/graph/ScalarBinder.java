package io.millrace.graph;

import io.millrace.api.Aggregate;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.Range;
import io.millrace.graph.ConfigValue.Broken;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Kind;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Ready;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.ConfigValue.Sequence;
import io.millrace.graph.OptionType.Choice;
import io.millrace.graph.OptionType.Simple;
import io.millrace.graph.RecordDescription.Option;
import io.millrace.graph.expression.ExpressionSyntaxException;
import io.millrace.graph.expression.Expressions;
import io.millrace.graph.expression.Mappings;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes single values of what was written: texts, numbers, amounts, choices, expressions. */
final class ScalarBinder {

    private static final Pattern FIELD = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");

    private final List<Diagnostic> problems;
    private final String owner;

    ScalarBinder(List<Diagnostic> problems, String owner) {
        this.problems = problems;
        this.owner = owner;
    }

    /** Returns the value, or null if there was a problem. */
    @Nullable Object value(Option option, Simple type, ConfigValue given, String path) {
        if (given instanceof Ready ready) {
            return ready(type, ready.value()) ? ready.value() : wrong(given, path, type.describe());
        }
        return switch (type) {
            case TEXT -> text(given, path);
            case INT, LONG -> integer(option, type, given, path);
            case DOUBLE -> number(option, given, path);
            case BOOLEAN -> truth(given, path);
            case DURATION -> duration(given, path);
            case BYTES -> bytes(option, given, path);
            case DOCUMENT -> document(given, path);
            case EXPRESSION, CONDITION -> expression(option, type, given, path);
            case FIELD -> field(option, given, path);
            case AGGREGATE -> aggregate(option, given, path);
            case MAPPING -> mapping(option, given, path);
        };
    }

    private static boolean ready(Simple type, Object value) {
        return switch (type) {
            case DURATION -> value instanceof Duration;
            case DOCUMENT -> value instanceof Document;
            case EXPRESSION, CONDITION, FIELD -> value instanceof Expression;
            case AGGREGATE -> value instanceof Aggregate;
            case MAPPING -> value instanceof io.millrace.api.Mapping;
            case TEXT, INT, LONG, DOUBLE, BOOLEAN, BYTES -> false;
        };
    }

    /** Returns the constant, or null if there was a problem. */
    @Nullable Object choice(Choice choice, ConfigValue given, String path) {
        if (given instanceof Ready ready && isConstant(choice, ready.value())) {
            return ready.value();
        }
        if (!(given instanceof Scalar scalar) || scalar.kind() == Kind.NULL) {
            return wrong(given, path, choice.describe());
        }
        for (Enum<?> constant : choice.constants()) {
            if (Choice.written(constant).equals(scalar.text())) {
                return constant;
            }
        }
        List<String> names = choice.names();
        problems.add(
                Problem.NOT_ALLOWED
                        .at(scalar.position(), subject(path) + " cannot be '" + scalar.text() + "'")
                        .withNote("allowed: " + String.join(", ", names))
                        .withFix(NearestName.question(scalar.text(), names)));
        return null;
    }

    private static boolean isConstant(Choice choice, Object value) {
        for (Enum<?> constant : choice.constants()) {
            if (constant.equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** Reports a value of the wrong type. */
    @Nullable Object wrong(ConfigValue given, String path, String wanted) {
        if (given instanceof Broken) {
            return null;
        }
        String subject = path.isEmpty() ? "the configuration of " + owner : subject(path);
        problems.add(
                Problem.WRONG_TYPE.at(
                        given.position(),
                        subject + " must be " + wanted + ", not " + given.describe()));
        return null;
    }

    private @Nullable Object wrong(Scalar given, String path, Simple wanted, boolean unquoted) {
        wrong(given, path, wanted.describe());
        if (unquoted) {
            Diagnostic problem = problems.removeLast();
            problems.add(problem.withFix("take the quotes away"));
        }
        return null;
    }

    private @Nullable Object text(ConfigValue given, String path) {
        return given instanceof Scalar scalar && scalar.kind() != Kind.NULL
                ? scalar.text()
                : wrong(given, path, Simple.TEXT.describe());
    }

    private @Nullable Object integer(Option option, Simple type, ConfigValue given, String path) {
        if (!(given instanceof Scalar scalar)) {
            return wrong(given, path, type.describe());
        }
        if (scalar.kind() != Kind.INTEGER) {
            return wrong(scalar, path, type, CoreSchema.kindOf(scalar.text()) == Kind.INTEGER);
        }
        Long value = Quantities.integer(scalar.text());
        long smallest = type == Simple.INT ? Integer.MIN_VALUE : Long.MIN_VALUE;
        long largest = type == Simple.INT ? Integer.MAX_VALUE : Long.MAX_VALUE;
        Range range = option.range();
        if (range != null) {
            smallest = Math.max(smallest, range.min());
            largest = Math.min(largest, range.max());
        }
        if (value == null || value < smallest || value > largest) {
            return outOfRange(scalar, path, smallest, largest);
        }
        return type == Simple.INT ? (Object) value.intValue() : value;
    }

    private @Nullable Object number(Option option, ConfigValue given, String path) {
        if (!(given instanceof Scalar scalar)) {
            return wrong(given, path, Simple.DOUBLE.describe());
        }
        if (scalar.kind() != Kind.INTEGER && scalar.kind() != Kind.FLOAT) {
            Kind unquoted = CoreSchema.kindOf(scalar.text());
            return wrong(
                    scalar,
                    path,
                    Simple.DOUBLE,
                    unquoted == Kind.INTEGER || unquoted == Kind.FLOAT);
        }
        double value = Quantities.number(scalar.text());
        Range range = option.range();
        if (range != null && !(value >= range.min() && value <= range.max())) {
            return outOfRange(scalar, path, range.min(), range.max());
        }
        return value;
    }

    private @Nullable Object outOfRange(Scalar given, String path, long smallest, long largest) {
        String bounds;
        if (largest >= Integer.MAX_VALUE && smallest > Integer.MIN_VALUE) {
            bounds = "at least " + smallest;
        } else if (smallest <= Integer.MIN_VALUE && largest < Integer.MAX_VALUE) {
            bounds = "at most " + largest;
        } else {
            bounds = "from " + smallest + " to " + largest;
        }
        problems.add(
                Problem.OUT_OF_RANGE.at(
                        given.position(),
                        subject(path) + " must be " + bounds + ", not " + given.text()));
        return null;
    }

    private @Nullable Object truth(ConfigValue given, String path) {
        if (!(given instanceof Scalar scalar)) {
            return wrong(given, path, Simple.BOOLEAN.describe());
        }
        if (scalar.kind() != Kind.BOOLEAN) {
            return wrong(
                    scalar, path, Simple.BOOLEAN, CoreSchema.kindOf(scalar.text()) == Kind.BOOLEAN);
        }
        return scalar.text().toLowerCase(Locale.ROOT).equals("true");
    }

    private @Nullable Object duration(ConfigValue given, String path) {
        Duration value = given instanceof Scalar scalar ? Quantities.duration(scalar.text()) : null;
        return value == null ? wrong(given, path, Simple.DURATION.describe()) : value;
    }

    private @Nullable Object bytes(Option option, ConfigValue given, String path) {
        Long value = given instanceof Scalar scalar ? Quantities.bytes(scalar.text()) : null;
        if (value == null) {
            return wrong(given, path, Simple.BYTES.describe());
        }
        Range range = option.range();
        return range != null && (value < range.min() || value > range.max())
                ? outOfRange((Scalar) given, path, range.min(), range.max())
                : value;
    }

    private @Nullable Document document(ConfigValue given, String path) {
        return switch (given) {
            case Ready(Object ready) ->
                    ready instanceof Document value
                            ? value
                            : (Document) wrong(given, path, Simple.DOCUMENT.describe());
            case Broken _ -> null;
            case Scalar scalar -> documentOf(scalar, path);
            case Sequence sequence -> {
                var elements = new ArrayList<Document>(sequence.elements().size());
                for (ConfigValue each : sequence.elements()) {
                    Document element = document(each, path + "[" + elements.size() + "]");
                    if (element != null) {
                        elements.add(element);
                    }
                }
                yield elements.size() == sequence.elements().size()
                        ? Document.array(elements)
                        : null;
            }
            case Mapping fields -> {
                Document.Builder object = Document.object();
                int before = problems.size();
                for (Field field : fields.fields()) {
                    String key = field.key().text();
                    Document value = document(field.value(), path + "." + key);
                    if (value != null) {
                        object.put(key, value);
                    }
                }
                yield problems.size() == before ? object.build() : null;
            }
        };
    }

    private @Nullable Document documentOf(Scalar scalar, String path) {
        return switch (scalar.kind()) {
            case NULL -> Document.ofNull();
            case TEXT -> Document.of(scalar.text());
            case BOOLEAN -> Document.of(scalar.text().toLowerCase(Locale.ROOT).equals("true"));
            case INTEGER -> {
                Long value = Quantities.integer(scalar.text());
                yield value == null ? Document.parse(decimal(scalar.text())) : Document.of(value);
            }
            case FLOAT -> {
                double value = Quantities.number(scalar.text());
                if (Double.isFinite(value)) {
                    yield Document.of(value);
                }
                yield (Document) wrong(scalar, path, "a number that JSON can hold");
            }
        };
    }

    private static String decimal(String text) {
        if (text.startsWith("0x") || text.startsWith("0o")) {
            int radix = text.charAt(1) == 'x' ? 16 : 8;
            return new BigInteger(text.substring(2), radix).toString();
        }
        return new BigInteger(text).toString();
    }

    private @Nullable Object expression(
            Option option, Simple type, ConfigValue given, String path) {
        if (!(given instanceof Scalar scalar) || scalar.kind() == Kind.NULL) {
            return wrong(given, path, type.describe());
        }
        try {
            return type == Simple.CONDITION
                    ? Expressions.compileCondition(scalar.text(), option.variable())
                    : Expressions.compile(scalar.text(), option.variable());
        } catch (ExpressionSyntaxException e) {
            problems.add(
                    Problem.BAD_EXPRESSION
                            .at(
                                    scalar.locator().locate(e.offset(), e.length()),
                                    subject(path) + ": " + e.getMessage())
                            .withFix(e.hint()));
            return null;
        }
    }

    private @Nullable Object field(Option option, ConfigValue given, String path) {
        String variable = option.variable();
        boolean isPath =
                given instanceof Scalar scalar
                        && FIELD.matcher(scalar.text()).matches()
                        && !scalar.text().equals(variable)
                        && !scalar.text().startsWith(variable + ".");
        if (!isPath) {
            return expression(option, Simple.FIELD, given, path);
        }
        Scalar written = (Scalar) given;
        var whole = Scalar.text(variable + "." + written.text(), written.position());
        return expression(option, Simple.FIELD, whole, path);
    }

    private @Nullable Object aggregate(Option option, ConfigValue given, String path) {
        AggregateText call = given instanceof Scalar scalar ? AggregateText.of(scalar) : null;
        return call == null
                ? wrong(given, path, Simple.AGGREGATE.describe())
                : call.bound(
                        subject(path),
                        argument -> expression(option, Simple.EXPRESSION, argument, path),
                        problems);
    }

    private @Nullable Object mapping(Option option, ConfigValue given, String path) {
        if (!(given instanceof Mapping fields)) {
            return wrong(given, path, Simple.MAPPING.describe());
        }
        int before = problems.size();
        Map<String, Object> leaves = leaves(option, fields, path);
        return problems.size() == before && leaves.size() == fields.fields().size()
                ? Mappings.of(leaves)
                : null;
    }

    private Map<String, Object> leaves(Option option, Mapping fields, String path) {
        var leaves = new LinkedHashMap<String, Object>();
        for (Field field : fields.fields()) {
            String key = field.key().text();
            Object leaf = leaf(option, field.value(), path + "." + key);
            if (leaf != null) {
                leaves.put(key, leaf);
            }
        }
        return leaves;
    }

    private @Nullable Object leaf(Option option, ConfigValue given, String path) {
        if (given instanceof Scalar scalar) {
            return scalar.kind() == Kind.TEXT
                    ? expression(option, Simple.EXPRESSION, scalar, path)
                    : documentOf(scalar, path);
        }
        if (given instanceof Mapping nested) {
            return leaves(option, nested, path);
        }
        if (given instanceof Sequence sequence) {
            var elements = new ArrayList<Object>(sequence.elements().size());
            for (ConfigValue each : sequence.elements()) {
                Object leaf = leaf(option, each, path + "[" + elements.size() + "]");
                if (leaf != null) {
                    elements.add(leaf);
                }
            }
            return elements;
        }
        return given instanceof Ready ready ? ready.value() : null;
    }

    private String subject(String path) {
        return "'" + path + "' of " + owner;
    }
}

package io.millrace.graph;

import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Kind;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Ready;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.ConfigValue.Sequence;
import io.millrace.graph.OptionType.Choice;
import io.millrace.graph.OptionType.ListOf;
import io.millrace.graph.OptionType.MapOf;
import io.millrace.graph.OptionType.Nested;
import io.millrace.graph.OptionType.Simple;
import io.millrace.graph.RecordDescription.Option;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes configuration records of what was written, and says what is wrong with it. */
final class ConfigBinder {

    private final List<Diagnostic> problems;
    private final String owner;
    private final List<String> besides;
    private final ScalarBinder scalars;

    /**
     * Creates one.
     *
     * @param problems what is found is added here
     * @param owner whose options they are, as a message says it: {@code component 'limit'}
     * @param besides keys that stand beside the options and are read elsewhere
     */
    ConfigBinder(List<Diagnostic> problems, String owner, List<String> besides) {
        this.problems = problems;
        this.owner = owner;
        this.besides = besides;
        this.scalars = new ScalarBinder(problems, owner);
    }

    /**
     * Binds a record.
     *
     * @param description what the record declares
     * @param value what was written
     * @param position where a missing option is reported
     * @return the record, or null if there was a problem
     */
    @Nullable Object bind(RecordDescription description, ConfigValue value, Position position) {
        return record(description, value, position, "");
    }

    private @Nullable Object record(
            RecordDescription description, ConfigValue value, Position position, String path) {
        if (value instanceof Ready ready && description.type().isInstance(ready.value())) {
            return ready.value();
        }
        Option alone = description.shorthand();
        Mapping mapping;
        if (value instanceof Mapping fields) {
            mapping = fields;
        } else if (path.isEmpty() && value instanceof Scalar s && s.kind() == Kind.NULL) {
            mapping = new Mapping(List.of(), position);
        } else if (alone != null && isAlone(alone, value)) {
            var key = Scalar.text(alone.key(), value.position());
            mapping = new Mapping(List.of(new Field(key, value)), value.position());
        } else {
            wrong(value, withoutDot(path), "a mapping of options");
            return null;
        }
        int before = problems.size();
        reportUnknown(description, mapping, path);
        var arguments = new @Nullable Object[description.options().size()];
        boolean complete = true;
        for (int i = 0; i < arguments.length; i++) {
            Option option = description.options().get(i);
            Bound bound = option(option, mapping, position, path);
            arguments[i] = bound.value();
            complete &= bound.isWhole();
        }
        return complete && problems.size() == before
                ? create(description, arguments, mapping, position, path)
                : null;
    }

    /** A value, which may be null where that is meant; not whole if there was a problem. */
    private record Bound(@Nullable Object value, boolean isWhole) {
        static final Bound BROKEN = new Bound(null, false);

        static Bound of(@Nullable Object value) {
            return value == null ? BROKEN : new Bound(value, true);
        }
    }

    private Bound option(Option option, Mapping mapping, Position position, String path) {
        ConfigValue given = mapping.get(option.key());
        String key = path + option.key();
        return switch (option.absent()) {
            case REFUSED -> {
                if (given == null) {
                    missing(key, option, mapping, position);
                    yield Bound.BROKEN;
                }
                yield Bound.of(value(option, option.type(), given, key));
            }
            case DEFAULT ->
                    given == null
                            ? fallback(option, key)
                            : Bound.of(value(option, option.type(), given, key));
            case EMPTY -> {
                if (given == null || isNothing(given)) {
                    yield new Bound(Optional.empty(), true);
                }
                Object value = value(option, option.type(), given, key);
                yield value == null ? Bound.BROKEN : Bound.of(Optional.of(value));
            }
            case NULL ->
                    given == null || isNothing(given)
                            ? new Bound(null, true)
                            : Bound.of(value(option, option.type(), given, key));
        };
    }

    /** Binds the default; one that does not fit is the fault of the record. */
    private Bound fallback(Option option, String key) {
        int before = problems.size();
        Object value = value(option, option.type(), Defaults.parse(option.fallback()), key);
        if (value == null) {
            List<Diagnostic> own = problems.subList(before, problems.size());
            String message = own.getFirst().message();
            own.clear();
            throw new IllegalArgumentException("the default does not fit: " + message);
        }
        return Bound.of(value);
    }

    private @Nullable Object value(Option option, OptionType type, ConfigValue given, String path) {
        if (type instanceof Simple simple) {
            return scalars.value(option, simple, given, path);
        }
        if (type instanceof Choice choice) {
            return scalars.choice(choice, given, path);
        }
        if (type instanceof Nested nested) {
            return record(nested.record(), given, given.position(), path + ".");
        }
        if (given instanceof Ready ready && isCollection(type, ready.value())) {
            return ready.value();
        }
        if (type instanceof ListOf list && given instanceof Sequence sequence) {
            return list(option, list.element(), sequence, path);
        }
        if (type instanceof MapOf map && given instanceof Mapping fields) {
            return map(option, map.value(), fields, path);
        }
        return wrong(given, path, type.describe());
    }

    private static boolean isCollection(OptionType type, Object ready) {
        return type instanceof ListOf ? ready instanceof List : ready instanceof Map;
    }

    private @Nullable Object list(
            Option option, OptionType element, Sequence sequence, String path) {
        var values = new ArrayList<Object>(sequence.elements().size());
        for (ConfigValue each : sequence.elements()) {
            Object value = value(option, element, each, path + "[" + values.size() + "]");
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == sequence.elements().size() ? List.copyOf(values) : null;
    }

    private @Nullable Object map(Option option, OptionType element, Mapping fields, String path) {
        var values = new LinkedHashMap<String, Object>();
        for (Field field : fields.fields()) {
            String key = field.key().text();
            Object value = value(option, element, field.value(), path + "." + key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values.size() == fields.fields().size() ? Collections.unmodifiableMap(values) : null;
    }

    private void reportUnknown(RecordDescription description, Mapping mapping, String path) {
        List<String> keys = new ArrayList<>(path.isEmpty() ? besides : List.of());
        keys.addAll(description.keys());
        for (Field field : mapping.fields()) {
            String key = field.key().text();
            if (!keys.contains(key)) {
                problems.add(unknown(field.key(), path, keys));
            }
        }
    }

    private Diagnostic unknown(Scalar key, String path, List<String> keys) {
        String of = path.isEmpty() ? owner : "'" + withoutDot(path) + "' of " + owner;
        Diagnostic problem =
                Problem.UNKNOWN_OPTION.at(
                        key.position(), of + " has no option '" + key.text() + "'");
        return keys.isEmpty()
                ? problem.withNote("it takes no options")
                : problem.withNote("options: " + String.join(", ", keys))
                        .withFix(NearestName.question(key.text(), keys));
    }

    private void missing(String key, Option option, Mapping mapping, Position position) {
        Diagnostic problem =
                Problem.MISSING_OPTION.at(
                        mapping.fields().isEmpty() ? position : mapping.position(),
                        owner + " needs '" + key + "'");
        problems.add(
                (option.doc().isEmpty() ? problem : problem.withNote(key + ": " + option.doc()))
                        .withFix("add '" + option.key() + ": …', " + option.type().describe()));
    }

    private @Nullable Object create(
            RecordDescription description,
            @Nullable Object[] arguments,
            Mapping mapping,
            Position position,
            String path) {
        try {
            return description.constructor().newInstance(arguments);
        } catch (InvocationTargetException e) {
            problems.add(refused(e.getTargetException(), mapping, position, path));
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    description.type().getName() + " and its constructor must be public", e);
        }
    }

    /** What the record's constructor says; a message may begin with the key it is about. */
    private Diagnostic refused(Throwable cause, Mapping mapping, Position position, String path) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        int colon = message.indexOf(':');
        for (Field field : mapping.fields()) {
            String key = field.key().text();
            if (colon == key.length() && message.startsWith(key)) {
                return Problem.REFUSED.at(
                        field.value().position(),
                        "'%s%s' of %s: %s"
                                .formatted(path, key, owner, message.substring(colon + 1).strip()));
            }
        }
        String of = path.isEmpty() ? "" : "'" + withoutDot(path) + "' of ";
        return Problem.REFUSED.at(
                mapping.fields().isEmpty() ? position : mapping.position(),
                of + owner + ": " + message);
    }

    private @Nullable Object wrong(ConfigValue given, String path, String wanted) {
        return scalars.wrong(given, path, wanted);
    }

    private static String withoutDot(String path) {
        return path.isEmpty() ? path : path.substring(0, path.length() - 1);
    }

    private static boolean isAlone(Option alone, ConfigValue value) {
        return value instanceof Ready
                || (value instanceof Scalar && !isNothing(value))
                || (value instanceof Sequence && alone.type() instanceof ListOf);
    }

    private static boolean isNothing(ConfigValue value) {
        return value instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }
}

package io.millrace.graph;

import io.millrace.api.Aggregate;
import io.millrace.api.Bytes;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.FieldPath;
import io.millrace.api.Mapping;
import io.millrace.api.Over;
import io.millrace.api.Range;
import io.millrace.api.Shorthand;
import io.millrace.graph.OptionType.Choice;
import io.millrace.graph.OptionType.ListOf;
import io.millrace.graph.OptionType.MapOf;
import io.millrace.graph.OptionType.Nested;
import io.millrace.graph.OptionType.Simple;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration record declares: the one source of parsing, checks, defaults and reference.
 *
 * @param type the record
 * @param constructor its canonical constructor
 * @param options its components, in order
 */
record RecordDescription(Class<?> type, Constructor<?> constructor, List<Option> options) {

    private static final int DEEPEST = 8;

    /** What holds where an option is not given. */
    enum Absent {
        /** It must be given. */
        REFUSED,
        /** Its default. */
        DEFAULT,
        /** An empty {@link Optional}. */
        EMPTY,
        /** Null. */
        NULL
    }

    /**
     * One option.
     *
     * @param key what the user writes
     * @param type what it takes
     * @param absent what holds where it is not given
     * @param fallback its default as it would be written; empty without one
     * @param range the bounds of a number, or null
     * @param variable what stands for the item in an expression
     * @param doc what it means
     */
    record Option(
            String key,
            OptionType type,
            Absent absent,
            String fallback,
            @Nullable Range range,
            String variable,
            String doc) {}

    /**
     * Reads the declaration.
     *
     * @throws IllegalArgumentException if the record cannot be a configuration; the message says
     *     why
     */
    static RecordDescription of(Class<?> type) {
        return of(type, 0);
    }

    private static RecordDescription of(Class<?> type, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(type.getSimpleName() + " is nested too deep");
        }
        RecordComponent[] components = type.getRecordComponents();
        var parameters = new Class<?>[components.length];
        var options = new ArrayList<Option>(components.length);
        for (int i = 0; i < components.length; i++) {
            parameters[i] = components[i].getType();
            options.add(option(components[i], depth));
        }
        try {
            return new RecordDescription(
                    type, type.getDeclaredConstructor(parameters), List.copyOf(options));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " has no canonical constructor", e);
        }
    }

    /** Returns the option that may stand for the whole record, or null if there is none. */
    @Nullable Option shorthand() {
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            if (components[i].isAnnotationPresent(Shorthand.class)) {
                return options.get(i);
            }
        }
        return null;
    }

    /** Returns the keys, in order. */
    List<String> keys() {
        var keys = new ArrayList<String>(options.size());
        for (Option option : options) {
            keys.add(option.key());
        }
        return keys;
    }

    /** Returns whether there is an option of this name. */
    boolean has(String key) {
        return options.stream().anyMatch(option -> option.key().equals(key));
    }

    /** Returns what a configuration says by its option {@code variant}, if it has one. */
    static Optional<String> variant(Record config) {
        return value(config, Variants.KEY)
                .map(v -> v instanceof Enum<?> e ? Choice.written(e) : v.toString());
    }

    /** Returns the value of a configuration's option, if it has that option with a value. */
    static Optional<Object> value(Record config, String key) {
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            if (snakeCase(component.getName()).equals(key)) {
                try {
                    Object value = component.getAccessor().invoke(config);
                    return value instanceof Optional<?> optional
                            ? optional.map(v -> v)
                            : Optional.ofNullable(value);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalArgumentException(
                            config.getClass().getName() + " must be public", e);
                }
            }
        }
        return Optional.empty();
    }

    private static Option option(RecordComponent component, int depth) {
        String key = snakeCase(component.getName());
        Type declared = component.getGenericType();
        boolean optional = component.getType() == Optional.class;
        Type value = optional ? argument(declared, 0) : declared;
        OptionType type = type(component, key, value, depth);
        Default fallback = component.getAnnotation(Default.class);
        Over over = component.getAnnotation(Over.class);
        Doc doc = component.getAnnotation(Doc.class);
        Absent absent;
        if (fallback != null) {
            absent = Absent.DEFAULT;
        } else if (optional) {
            absent = Absent.EMPTY;
        } else {
            absent =
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                            ? Absent.NULL
                            : Absent.REFUSED;
        }
        return new Option(
                key,
                type,
                absent,
                fallback == null ? "" : fallback.value(),
                component.getAnnotation(Range.class),
                over == null ? "item" : over.value(),
                doc == null ? "" : doc.value());
    }

    private static OptionType type(RecordComponent component, String key, Type type, int depth) {
        if (type instanceof ParameterizedType parameterized) {
            if (parameterized.getRawType() == List.class) {
                return new ListOf(type(component, key, argument(type, 0), depth));
            }
            if (parameterized.getRawType() == Map.class && argument(type, 0) == String.class) {
                return new MapOf(type(component, key, argument(type, 1), depth));
            }
        }
        if (type == long.class || type == Long.class) {
            return component.isAnnotationPresent(Bytes.class) ? Simple.BYTES : Simple.LONG;
        }
        if (type == Expression.class) {
            if (component.isAnnotationPresent(FieldPath.class)) {
                return Simple.FIELD;
            }
            return isCondition(key) ? Simple.CONDITION : Simple.EXPRESSION;
        }
        if (type instanceof Class<?> plain) {
            return type(component, plain, depth);
        }
        throw unsupported(component);
    }

    private static OptionType type(RecordComponent component, Class<?> type, int depth) {
        if (type == String.class) {
            return Simple.TEXT;
        }
        if (type == int.class || type == Integer.class) {
            return Simple.INT;
        }
        if (type == double.class || type == Double.class) {
            return Simple.DOUBLE;
        }
        if (type == boolean.class || type == Boolean.class) {
            return Simple.BOOLEAN;
        }
        if (type == Duration.class) {
            return Simple.DURATION;
        }
        if (type == Document.class) {
            return Simple.DOCUMENT;
        }
        if (type == Aggregate.class) {
            return Simple.AGGREGATE;
        }
        if (type == Mapping.class) {
            return Simple.MAPPING;
        }
        if (type.isEnum()) {
            var constants = new ArrayList<Enum<?>>();
            for (Object constant : type.getEnumConstants()) {
                constants.add((Enum<?>) constant);
            }
            return new Choice(constants);
        }
        if (type.isRecord()) {
            return new Nested(of(type, depth + 1));
        }
        throw unsupported(component);
    }

    /** An option of this name holds an expression that must be true or false. */
    private static boolean isCondition(String key) {
        return key.equals("condition") || key.equals("when");
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[index]
                : Object.class;
    }

    private static IllegalArgumentException unsupported(RecordComponent component) {
        return new IllegalArgumentException(
                "an option cannot be of type "
                        + component.getGenericType().getTypeName()
                        + " ("
                        + component.getDeclaringRecord().getName()
                        + "."
                        + component.getName()
                        + ")");
    }

    /** Returns the key of a component; one that ends with '_' avoids a word of the language. */
    private static String snakeCase(String component) {
        String name =
                component.endsWith("_")
                        ? component.substring(0, component.length() - 1)
                        : component;
        var key = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                key.append('_');
            }
            key.append(Character.toLowerCase(c));
        }
        return key.toString();
    }
}

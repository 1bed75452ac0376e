package io.millrace.graph;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was written in a blueprint, or given by code in its place: text, a list or a mapping, each
 * with its position.
 *
 * <p>Immutable and safe for any thread.
 *
 * @since 0.1
 */
public sealed interface ConfigValue {

    /** Returns where it was written. */
    Position position();

    /** Returns what it is, as a message says it: {@code the number 5}, {@code a list}. */
    String describe();

    /** What a scalar is by the core schema of YAML 1.2. */
    enum Kind {
        /** Nothing, or {@code null}. */
        NULL,
        /** {@code true} or {@code false}; not {@code yes} or {@code no}. */
        BOOLEAN,
        /** A whole number. */
        INTEGER,
        /** Another number. */
        FLOAT,
        /** Anything else, and whatever is quoted. */
        TEXT
    }

    /** Finds the place of a part of a scalar's text. */
    @FunctionalInterface
    interface Locator {
        /**
         * Returns where a part of the text was written.
         *
         * @param offset the first character, from 0, in {@code char}s of the text
         * @param length how many {@code char}s, at least 1
         */
        Position locate(int offset, int length);
    }

    /**
     * Text, a number, a boolean or nothing.
     *
     * @param kind what it is
     * @param text what it says, without quotes
     * @param position where
     * @param locator finds the place of a part of the text
     */
    record Scalar(Kind kind, String text, Position position, Locator locator)
            implements ConfigValue {

        private static final int LONGEST_QUOTED = 60;

        /** Returns a text whose position is known as a whole alone. */
        public static Scalar text(String text, Position position) {
            return new Scalar(Kind.TEXT, text, position, (offset, length) -> position);
        }

        /** Returns a text given by code. */
        public static Scalar text(String text) {
            return text(text, Position.NONE);
        }

        /** Returns a part of this as a text of its own. */
        public Scalar part(int from, int to) {
            return new Scalar(
                    Kind.TEXT,
                    text.substring(from, to),
                    locator.locate(from, Math.max(1, to - from)),
                    (offset, length) -> locator.locate(from + offset, length));
        }

        @Override
        public String describe() {
            return switch (kind) {
                case NULL -> "nothing";
                case BOOLEAN -> text;
                case INTEGER, FLOAT -> "the number " + text;
                case TEXT -> "the text '" + Problem.shortened(text, LONGEST_QUOTED) + "'";
            };
        }
    }

    /**
     * A list.
     *
     * @param elements what is in it
     * @param position where it begins
     */
    record Sequence(List<ConfigValue> elements, Position position) implements ConfigValue {
        /** Copies the list. */
        public Sequence {
            elements = List.copyOf(elements);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /**
     * One key of a mapping with its value.
     *
     * @param key the key
     * @param value the value
     */
    record Field(Scalar key, ConfigValue value) {}

    /**
     * A mapping.
     *
     * @param fields its fields in the order they were written; no two have one key
     * @param position where it begins
     */
    record Mapping(List<Field> fields, Position position) implements ConfigValue {

        /** The mapping that holds nothing, given by code. */
        public static final Mapping EMPTY = new Mapping(List.of(), Position.NONE);

        /** Copies the list. */
        public Mapping {
            fields = List.copyOf(fields);
        }

        /** Returns the value of a key, or null if the key is not there. */
        public @Nullable ConfigValue get(String key) {
            for (Field field : fields) {
                if (field.key().text().equals(key)) {
                    return field.value();
                }
            }
            return null;
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /**
     * A value that code gave as it is to be: a duration, a compiled expression, a record.
     *
     * @param value the value
     */
    record Ready(Object value) implements ConfigValue {
        @Override
        public Position position() {
            return Position.NONE;
        }

        @Override
        public String describe() {
            return "a " + value.getClass().getSimpleName();
        }
    }

    /**
     * Something that could not be read; the problem is reported already.
     *
     * @param position where it was written
     */
    record Broken(Position position) implements ConfigValue {
        @Override
        public String describe() {
            return "something that cannot be read";
        }
    }

    /**
     * Returns what code gives in the place of text.
     *
     * @param value null, a boolean, a number, a text, a collection or map of these, or an object of
     *     the very type that is asked for
     */
    static ConfigValue of(@Nullable Object value) {
        return switch (value) {
            case null -> given(Kind.NULL, "");
            case ConfigValue ready -> ready;
            case CharSequence text -> given(Kind.TEXT, text.toString());
            case Boolean bool -> given(Kind.BOOLEAN, bool.toString());
            case Float number -> given(Kind.FLOAT, number.toString());
            case Double number -> given(Kind.FLOAT, number.toString());
            case Number number -> given(Kind.INTEGER, number.toString());
            case Collection<?> elements -> {
                var values = new ArrayList<ConfigValue>(elements.size());
                elements.forEach(e -> values.add(of(e)));
                yield new Sequence(values, Position.NONE);
            }
            case Map<?, ?> fields -> ofFields(fields);
            default -> new Ready(value);
        };
    }

    /** Returns the mapping that code gives in the place of text. */
    static Mapping ofFields(Map<?, ?> fields) {
        var copy = new LinkedHashMap<String, Field>();
        fields.forEach(
                (key, value) ->
                        copy.put(
                                key.toString(), new Field(Scalar.text(key.toString()), of(value))));
        return new Mapping(List.copyOf(copy.values()), Position.NONE);
    }

    private static Scalar given(Kind kind, String text) {
        return new Scalar(kind, text, Position.NONE, (offset, length) -> Position.NONE);
    }
}

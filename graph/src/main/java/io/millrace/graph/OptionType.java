package io.millrace.graph;

import io.millrace.graph.RecordDescription.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an option takes. */
sealed interface OptionType {

    /** Returns what may be written, as a message says it: {@code a whole number}. */
    String describe();

    /** Returns the short name that the reference shows. */
    String label();

    /** A type without parts. */
    enum Simple implements OptionType {
        TEXT("text", "a text"),
        INT("integer", "a whole number"),
        LONG("integer", "a whole number"),
        DOUBLE("number", "a number"),
        BOOLEAN("boolean", "true or false"),
        DURATION("duration", Quantities.DURATION_FORM),
        BYTES("bytes", Quantities.BYTES_FORM),
        DOCUMENT("any value", "a value"),
        EXPRESSION("expression", "an expression"),
        CONDITION("condition", "an expression that is true or false"),
        FIELD("field | expression", "a field or an expression"),
        AGGREGATE("aggregate", "an aggregate such as sum(item.amount)"),
        MAPPING("mapping", "a mapping whose values are expressions");

        private final String label;
        private final String description;

        Simple(String label, String description) {
            this.label = label;
            this.description = description;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public String describe() {
            return description;
        }
    }

    /** One of the constants of an enumeration, written in lower case. */
    record Choice(List<? extends Enum<?>> constants) implements OptionType {

        static String written(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }

        List<String> names() {
            var names = new ArrayList<String>();
            for (Enum<?> constant : constants) {
                names.add(written(constant));
            }
            return names;
        }

        @Override
        public String label() {
            return String.join(" | ", names());
        }

        @Override
        public String describe() {
            return "one of " + String.join(", ", names());
        }
    }

    /** Any number of values of one type. */
    record ListOf(OptionType element) implements OptionType {
        @Override
        public String label() {
            return "list of " + element.label();
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** Any number of values of one type by names of the user's. */
    record MapOf(OptionType value) implements OptionType {
        @Override
        public String label() {
            return "names with " + value.label();
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** A mapping with options of its own. */
    record Nested(RecordDescription record) implements OptionType {
        @Override
        public String label() {
            Option alone = record.shorthand();
            return alone == null ? "options" : alone.type().label() + " | options";
        }

        @Override
        public String describe() {
            Option alone = record.shorthand();
            return alone == null ? "a mapping" : alone.type().describe() + ", or a mapping";
        }
    }
}

package io.millrace.graph;

import io.millrace.api.Document;
import io.millrace.graph.ConfigValue.Scalar;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Reads the text of a default: a scalar as it would be written without quotes, or a list, an object
 * or a quoted text as in JSON, which is YAML too.
 */
final class Defaults {

    private Defaults() {}

    static ConfigValue parse(String text) {
        if (text.equals("[]")) {
            return ConfigValue.of(new ArrayList<>());
        }
        if (text.equals("{}")) {
            return ConfigValue.Mapping.EMPTY;
        }
        if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
            return of(Document.parse(text));
        }
        return new Scalar(
                text.isEmpty() ? ConfigValue.Kind.TEXT : CoreSchema.kindOf(text),
                text,
                Position.NONE,
                (offset, length) -> Position.NONE);
    }

    private static ConfigValue of(Document value) {
        return switch (value.kind()) {
            case OBJECT -> {
                var fields = new LinkedHashMap<String, ConfigValue>();
                for (int i = 0; i < value.size(); i++) {
                    fields.put(value.name(i), of(value.at(i)));
                }
                yield ConfigValue.ofFields(fields);
            }
            case ARRAY -> {
                var elements = new ArrayList<ConfigValue>();
                for (int i = 0; i < value.size(); i++) {
                    elements.add(of(value.at(i)));
                }
                yield ConfigValue.of(elements);
            }
            case STRING -> ConfigValue.of(value.asString());
            case INTEGER -> ConfigValue.of(value.asLong());
            case FLOAT -> ConfigValue.of(value.asDouble());
            case BOOLEAN -> ConfigValue.of(value.asBoolean());
            case NULL -> ConfigValue.of(null);
            case BIG -> ConfigValue.of(value.toString());
        };
    }
}

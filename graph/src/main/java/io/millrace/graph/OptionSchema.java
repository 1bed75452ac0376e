package io.millrace.graph;

import io.millrace.api.Document;
import io.millrace.api.Range;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.ConfigValue.Sequence;
import io.millrace.graph.OptionType.Choice;
import io.millrace.graph.OptionType.ListOf;
import io.millrace.graph.OptionType.MapOf;
import io.millrace.graph.OptionType.Nested;
import io.millrace.graph.OptionType.Simple;
import io.millrace.graph.RecordDescription.Absent;
import io.millrace.graph.RecordDescription.Option;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules of {@link ConfigBinder} as JSON Schema. What is written in quotes and what is not is
 * the same in JSON, so a schema admits a little more than the binder.
 */
final class OptionSchema {

    private static final String DURATION =
            "^([0-9]+\\.?[0-9]*|\\.[0-9]+)$|^(([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|ms|s|m|h|d))+$";
    private static final String BYTES =
            "^[0-9]+B?$|^([0-9]+\\.?[0-9]*|\\.[0-9]+)(kB|MB|GB|KiB|MiB|GiB)$";

    private OptionSchema() {}

    /** A text with a reference, which stands for a value of any simple type. */
    static Document reference() {
        return Document.object().put("type", "string").put("pattern", "\\$\\{").build();
    }

    /** Returns a schema that admits what one of several does. */
    static Document anyOf(Document... schemas) {
        return Document.object().put("anyOf", Document.array(List.of(schemas))).build();
    }

    /** Returns a schema that admits values of these types. */
    static Document type(String... types) {
        return Document.object().put("type", texts(List.of(types))).build();
    }

    static Document texts(List<String> texts) {
        return texts.size() == 1
                ? Document.of(texts.getFirst())
                : Document.array(texts.stream().map(Document::of).toList());
    }

    /** Returns the schemas of a record's options, by key. */
    static Document.Builder properties(RecordDescription record) {
        var properties = Document.object();
        for (Option option : record.options()) {
            properties.put(option.key(), of(option));
        }
        return properties;
    }

    /** Returns the keys that must be there. */
    static List<String> required(RecordDescription record) {
        return record.options().stream()
                .filter(option -> option.absent() == Absent.REFUSED)
                .map(Option::key)
                .toList();
    }

    /** Returns the schema of a mapping with a record's options. */
    static Document of(RecordDescription record) {
        return closed(properties(record).build(), required(record));
    }

    /** Returns the schema of a mapping with these keys and no others. */
    static Document closed(Document properties, List<String> required) {
        var schema = Document.object().put("type", "object").put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", Document.array(required.stream().map(Document::of).toList()));
        }
        return schema.put("additionalProperties", false).build();
    }

    private static Document of(Option option) {
        Document schema = of(option.type(), option.range());
        if (option.absent() == Absent.EMPTY || option.absent() == Absent.NULL) {
            schema = anyOf(schema, type("null"));
        }
        Document.Builder described = schema.edit();
        if (!option.doc().isEmpty()) {
            described.put("description", option.doc());
        }
        if (option.absent() == Absent.DEFAULT) {
            Document standard = value(Defaults.parse(option.fallback()));
            if (standard != null) {
                described.put("default", standard);
            }
        }
        return described.build();
    }

    private static Document of(OptionType type, @Nullable Range range) {
        return switch (type) {
            case Simple simple -> simple(simple, range);
            case Choice choice ->
                    anyOf(
                            Document.object()
                                    .put(
                                            "enum",
                                            Document.array(
                                                    choice.names().stream()
                                                            .map(Document::of)
                                                            .toList()))
                                    .build(),
                            reference());
            case ListOf(OptionType element) ->
                    Document.object().put("type", "array").put("items", of(element, range)).build();
            case MapOf(OptionType value) ->
                    Document.object()
                            .put("type", "object")
                            .put("additionalProperties", of(value, range))
                            .build();
            case Nested(RecordDescription record) -> nested(record);
        };
    }

    private static Document nested(RecordDescription record) {
        Option alone = record.shorthand();
        return alone == null ? of(record) : anyOf(of(alone.type(), alone.range()), of(record));
    }

    private static Document simple(Simple type, @Nullable Range range) {
        return switch (type) {
            case TEXT, EXPRESSION, CONDITION, FIELD, AGGREGATE ->
                    type("string", "number", "boolean");
            case INT, LONG -> anyOf(bounded("integer", type, range), reference());
            case DOUBLE -> anyOf(bounded("number", type, range), reference());
            case BOOLEAN -> anyOf(type("boolean"), reference());
            case DURATION ->
                    quantity(Document.object().put("type", "number").put("minimum", 0), DURATION);
            case BYTES ->
                    quantity(bounds(Document.object().put("type", "integer"), type, range), BYTES);
            case DOCUMENT -> Document.object().build();
            case MAPPING -> type("object");
        };
    }

    /** A number, or one with its unit. */
    private static Document quantity(Document.Builder number, String pattern) {
        return anyOf(
                number.build(),
                Document.object().put("type", "string").put("pattern", pattern).build(),
                reference());
    }

    private static Document bounded(String json, Simple type, @Nullable Range range) {
        return bounds(Document.object().put("type", json), type, range).build();
    }

    private static Document.Builder bounds(
            Document.Builder schema, Simple type, @Nullable Range range) {
        long smallest = type == Simple.INT ? Integer.MIN_VALUE : Long.MIN_VALUE;
        long largest = type == Simple.INT ? Integer.MAX_VALUE : Long.MAX_VALUE;
        if (range != null) {
            smallest = Math.max(smallest, range.min());
            largest = Math.min(largest, range.max());
        }
        if (type == Simple.BYTES) {
            smallest = Math.max(0, smallest);
        }
        if (smallest != Long.MIN_VALUE) {
            schema.put("minimum", smallest);
        }
        if (largest != Long.MAX_VALUE) {
            schema.put("maximum", largest);
        }
        return schema;
    }

    /** Returns a value as JSON, or null if it has none there. */
    private static @Nullable Document value(ConfigValue value) {
        return switch (value) {
            case Scalar scalar -> scalar(scalar);
            case Sequence list -> {
                var elements = new ArrayList<Document>();
                for (ConfigValue element : list.elements()) {
                    Document json = value(element);
                    if (json == null) {
                        yield null;
                    }
                    elements.add(json);
                }
                yield Document.array(elements);
            }
            case Mapping fields -> {
                var object = Document.object();
                for (Field field : fields.fields()) {
                    Document json = value(field.value());
                    if (json == null) {
                        yield null;
                    }
                    object.put(field.key().text(), json);
                }
                yield object.build();
            }
            case ConfigValue.Ready _, ConfigValue.Broken _ -> null;
        };
    }

    private static @Nullable Document scalar(Scalar scalar) {
        return switch (scalar.kind()) {
            case NULL -> Document.ofNull();
            case BOOLEAN -> Document.of(Boolean.parseBoolean(scalar.text()));
            case INTEGER -> {
                Long number = Quantities.integer(scalar.text());
                yield number == null ? null : Document.of(number);
            }
            case FLOAT -> Document.of(Quantities.number(scalar.text()));
            case TEXT -> Document.of(scalar.text());
        };
    }
}

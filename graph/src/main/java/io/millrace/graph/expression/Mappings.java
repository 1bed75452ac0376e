package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;
import io.millrace.api.Mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts mappings together. */
public final class Mappings {

    private Mappings() {}

    /**
     * Returns the mapping that a tree of expressions describes.
     *
     * @param fields what each field gets, in order: an {@link Expression}, a {@link Document} that
     *     is always the same, a {@link Map} of the same form for a nested object, or a {@link List}
     *     of these for an array
     * @throws IllegalArgumentException if a leaf is anything else
     */
    public static Mapping of(Map<String, ?> fields) {
        var mapping = new ObjectOf(fields);
        return (item, current) -> {
            try {
                return mapping.apply(item, current);
            } catch (DocumentException e) {
                throw new ExpressionException("the mapping makes no document: " + e.getMessage());
            }
        };
    }

    private static Mapping part(Object part) {
        if (part instanceof Expression expression) {
            return expression::evaluate;
        }
        if (part instanceof Document constant) {
            return (_, _) -> constant;
        }
        if (part instanceof Map<?, ?> fields) {
            return new ObjectOf(fields);
        }
        if (part instanceof List<?> elements) {
            return new ArrayOf(elements);
        }
        throw new IllegalArgumentException(
                "a mapping has no place for a " + part.getClass().getName());
    }

    private static final class ObjectOf implements Mapping {

        private final String[] names;
        private final Mapping[] values;

        ObjectOf(Map<?, ?> fields) {
            names = fields.keySet().stream().map(Object::toString).toArray(String[]::new);
            values = fields.values().stream().map(Mappings::part).toArray(Mapping[]::new);
        }

        @Override
        public Document apply(Document item, Current current) {
            Document.Builder object = Document.object();
            for (int i = 0; i < names.length; i++) {
                object.put(names[i], values[i].apply(item, current));
            }
            return object.build();
        }
    }

    private static final class ArrayOf implements Mapping {

        private final Mapping[] elements;

        ArrayOf(List<?> elements) {
            this.elements = elements.stream().map(Mappings::part).toArray(Mapping[]::new);
        }

        @Override
        public Document apply(Document item, Current current) {
            var values = new ArrayList<Document>(elements.length);
            for (Mapping element : elements) {
                values.add(element.apply(item, current));
            }
            return Document.array(values);
        }
    }
}

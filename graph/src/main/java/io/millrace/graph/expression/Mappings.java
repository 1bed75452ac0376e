package io.millrace.graph.expression;

import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.Mapping;

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
        return new Mapping() {
            @Override
            public Document apply(Document item, io.millrace.api.Current current) {
                throw new IllegalStateException(fields.toString());
            }
        };
    }
}

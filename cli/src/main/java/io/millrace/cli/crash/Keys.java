package io.millrace.cli.crash;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;

/**
 * Tells the key of an item by what it still holds: its field {@code key}, as items of windows have
 * one, or what the expression gives that gave it its key.
 */
final class Keys {

    private final Expression expression;

    private Keys(Expression expression) {
        this.expression = expression;
    }

    /** Returns what tells the keys of a sink's items; null if they have none. */
    static @Nullable Keys of(Graph graph, String sink) {
        var next = new ArrayDeque<>(List.of(sink));
        var seen = new HashSet<String>();
        while (!next.isEmpty()) {
            String name = next.remove();
            if (!seen.add(name)) {
                continue;
            }
            for (ComponentSpec spec : graph.components()) {
                if (spec.name().equals(name) && spec.options().key() != null) {
                    return new Keys(spec.options().key());
                }
            }
            for (StreamSpec stream : graph.streams()) {
                if (stream.to().component().equals(name)) {
                    next.add(stream.from().component());
                }
            }
        }
        return null;
    }

    /** Returns the key of an item; null if it cannot be told. */
    @Nullable Object of(String line) {
        try {
            Document item = Document.parse(line);
            Document key = item.get("key");
            return key == null ? expression.evaluate(item, Current.NONE) : key;
        } catch (DocumentException | ExpressionException e) {
            return null;
        }
    }
}

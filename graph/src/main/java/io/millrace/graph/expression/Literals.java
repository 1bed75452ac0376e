package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The nodes that make lists and maps. */
final class Literals {

    private Literals() {}

    /** {@code [a, b]}. */
    static final class ListOf extends Node {

        private final Node[] elements;

        ListOf(List<Node> elements, String source) {
            super(Type.LIST, source);
            this.elements = elements.toArray(Node[]::new);
        }

        @Override
        List<Object> eval(Document item, Current current, Scope scope) {
            scope.charge(elements.length);
            var values = new ArrayList<Object>(elements.length);
            for (Node element : elements) {
                values.add(element.eval(item, current, scope));
            }
            return values;
        }
    }

    /** {@code {a: b}}. */
    static final class MapOf extends Node {

        private final Node[] keys;
        private final Node[] values;

        MapOf(List<Node> keys, List<Node> values, String source) {
            super(Type.MAP, source);
            this.keys = keys.toArray(Node[]::new);
            this.values = values.toArray(Node[]::new);
        }

        @Override
        Map<Object, Object> eval(Document item, Current current, Scope scope) {
            scope.charge(keys.length);
            var map = new LinkedHashMap<Object, Object>();
            for (int i = 0; i < keys.length; i++) {
                Object key = keys[i].eval(item, current, scope);
                if (!(key instanceof String || key instanceof Long || key instanceof Boolean)) {
                    throw keys[i].mismatch(Type.of(key), "a key: string, int or bool");
                }
                if (map.put(key, values[i].eval(item, current, scope)) != null) {
                    throw new Failure("the key " + Texts.quoted(key) + " is there twice");
                }
            }
            return map;
        }
    }
}

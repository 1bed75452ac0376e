package io.millrace.engine;

import io.millrace.api.Expression;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where the keys come from that items have at a component: what state by key stands on. */
final class KeyOrigins {

    /** Stands for items that no component has given a key. */
    private static final String NO_KEY = "";

    private final Graph graph;
    private final Set<String> texts = new TreeSet<>();
    private final Set<String> seen = new HashSet<>();

    private KeyOrigins(Graph graph) {
        this.graph = graph;
    }

    /**
     * Returns for each component the texts of the expressions: its own, or those of the components
     * before it.
     */
    static Map<String, Set<String>> of(Graph graph) {
        var all = new TreeMap<String, Set<String>>();
        for (ComponentSpec component : graph.components()) {
            var origins = new KeyOrigins(graph);
            origins.add(component);
            all.put(component.name(), origins.texts);
        }
        return all;
    }

    private void add(ComponentSpec component) {
        Expression key = component.options().key();
        if (key != null) {
            texts.add(key.text().strip());
        } else if (seen.add(component.name())) {
            boolean isFirst = true;
            for (StreamSpec stream : graph.streams()) {
                if (stream.to().component().equals(component.name())) {
                    isFirst = false;
                    add(graph.component(stream.from().component()));
                }
            }
            if (isFirst) {
                texts.add(NO_KEY);
            }
        }
    }
}

package io.millrace.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who comes before whom in a graph, and where it runs in circles. */
final class GraphShape {

    private static final int MOST_CYCLES = 20;

    private final Map<String, List<StreamSpec>> into = new LinkedHashMap<>();
    private final Map<String, List<StreamSpec>> outOf = new HashMap<>();
    private final List<String> inOrder = new ArrayList<>();
    private final List<List<StreamSpec>> cycles = new ArrayList<>();

    GraphShape(Collection<String> names, List<StreamSpec> streams) {
        for (String name : names) {
            into.put(name, new ArrayList<>());
            outOf.put(name, new ArrayList<>());
        }
        for (StreamSpec stream : streams) {
            into(stream.to().component()).add(stream);
            outOf.getOrDefault(stream.from().component(), List.of()).add(stream);
        }
        order();
    }

    /** Returns the streams into a component. */
    List<StreamSpec> into(String name) {
        return into.getOrDefault(name, List.of());
    }

    /** Returns the components, each behind all that send to it; in a cycle, as they come. */
    List<String> inOrder() {
        return inOrder;
    }

    /** Returns the cycles, or some of them where there are very many. */
    List<List<StreamSpec>> cycles() {
        return cycles;
    }

    /** Returns a component and all before it, the nearest first. */
    Set<String> upstream(String name) {
        var found = new LinkedHashSet<String>();
        var next = new ArrayDeque<String>();
        found.add(name);
        next.add(name);
        while (!next.isEmpty()) {
            for (StreamSpec stream : into(next.remove())) {
                if (found.add(stream.from().component())) {
                    next.add(stream.from().component());
                }
            }
        }
        return found;
    }

    /** Returns a component and all behind it, the nearest first. */
    Set<String> downstream(String name) {
        var found = new LinkedHashSet<String>();
        var next = new ArrayDeque<String>();
        found.add(name);
        next.add(name);
        while (!next.isEmpty()) {
            for (StreamSpec stream : outOf.getOrDefault(next.remove(), List.of())) {
                if (found.add(stream.to().component())) {
                    next.add(stream.to().component());
                }
            }
        }
        return found;
    }

    /** Takes away components that wait for none, again and again; where none is left, a cycle. */
    private void order() {
        var waiting = new LinkedHashMap<String, Integer>();
        var ready = new ArrayDeque<String>();
        into.forEach((name, streams) -> waiting.put(name, streams.size()));
        Set<StreamSpec> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
        for (String name : into.keySet()) {
            if (into(name).isEmpty()) {
                ready.add(name);
            }
        }
        while (!waiting.isEmpty()) {
            if (ready.isEmpty()) {
                List<StreamSpec> cycle = cycle(waiting.keySet(), dropped);
                if (cycles.size() < MOST_CYCLES) {
                    cycles.add(cycle);
                }
                StreamSpec last = cycle.getLast();
                dropped.add(last);
                release(last.to().component(), waiting, ready);
            }
            String name = ready.poll();
            if (name != null && waiting.remove(name) != null) {
                inOrder.add(name);
                for (StreamSpec stream : outOf.getOrDefault(name, List.of())) {
                    if (!dropped.contains(stream)) {
                        release(stream.to().component(), waiting, ready);
                    }
                }
            }
        }
    }

    private static void release(
            String name, Map<String, Integer> waiting, ArrayDeque<String> ready) {
        Integer left = waiting.computeIfPresent(name, (_, count) -> count - 1);
        if (left != null && left == 0) {
            ready.add(name);
        }
    }

    /** Goes back along streams until a component comes twice. */
    private List<StreamSpec> cycle(Set<String> waiting, Set<StreamSpec> dropped) {
        String name = waiting.iterator().next();
        var path = new ArrayList<StreamSpec>();
        var seen = new HashMap<String, Integer>();
        while (!seen.containsKey(name)) {
            seen.put(name, path.size());
            for (StreamSpec stream : into(name)) {
                if (waiting.contains(stream.from().component()) && !dropped.contains(stream)) {
                    path.add(stream);
                    name = stream.from().component();
                    break;
                }
            }
        }
        var cycle = new ArrayList<>(path.subList(seen.getOrDefault(name, 0), path.size()));
        Collections.reverse(cycle);
        return cycle;
    }
}

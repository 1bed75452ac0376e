package io.millrace.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Component;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.api.Traits;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a graph into tasks. A handler joins the task of its senders when all of them are in one task
 * and nothing asks for a channel between.
 */
final class Planner {

    /** How many components one task holds at most: each adds a few frames to its stack. */
    private static final int LONGEST = 64;

    private final Graph graph;
    private final boolean fuse;
    private final Map<String, List<StreamSpec>> inputs = new HashMap<>();
    private final Map<String, String> roots = new HashMap<>();
    private final Map<String, String> reasons = new HashMap<>();

    Planner(Graph graph, boolean fuse) {
        this.graph = graph;
        this.fuse = fuse;
        for (ComponentSpec component : graph.components()) {
            inputs.put(component.name(), new ArrayList<>());
        }
        for (StreamSpec stream : graph.streams()) {
            streamsTo(stream.to().component()).add(stream);
        }
    }

    Plan plan() {
        Map<String, List<String>> members = new LinkedHashMap<>();
        for (ComponentSpec component : inOrder()) {
            String reason = reasonAgainst(component);
            String root =
                    reason.isEmpty()
                            ? rootOf(streamsTo(component.name()).getFirst())
                            : component.name();
            roots.put(component.name(), root);
            reasons.put(component.name(), reason);
            members.computeIfAbsent(root, _ -> new ArrayList<>()).add(component.name());
        }
        List<Plan.Task> tasks = new ArrayList<>();
        members.forEach(
                (root, components) -> {
                    int instances = graph.component(root).options().parallelism();
                    for (int i = 0; i < instances; i++) {
                        tasks.add(new Plan.Task(root, i, List.copyOf(components)));
                    }
                });
        List<Plan.Link> links =
                graph.streams().stream()
                        .map(
                                s -> {
                                    String reason = requireNonNull(reasons.get(s.to().component()));
                                    return new Plan.Link(s, reason.isEmpty(), reason, bufferOf(s));
                                })
                        .toList();
        return new Plan(graph, tasks, links);
    }

    /** Returns the components with senders before takers (Kahn's algorithm). */
    private List<ComponentSpec> inOrder() {
        Map<String, Integer> open = new HashMap<>();
        Map<String, List<String>> takers = new HashMap<>();
        inputs.forEach((name, streams) -> open.put(name, streams.size()));
        for (StreamSpec stream : graph.streams()) {
            takers.computeIfAbsent(stream.from().component(), _ -> new ArrayList<>())
                    .add(stream.to().component());
        }
        Map<String, ComponentSpec> byName = new HashMap<>();
        ArrayDeque<ComponentSpec> ready = new ArrayDeque<>();
        for (ComponentSpec component : graph.components()) {
            byName.put(component.name(), component);
            if (streamsTo(component.name()).isEmpty()) {
                ready.add(component);
            }
        }
        List<ComponentSpec> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            ComponentSpec next = ready.remove();
            order.add(next);
            for (String taker : takers.getOrDefault(next.name(), List.of())) {
                if (open.merge(taker, -1, Integer::sum) == 0) {
                    ready.add(requireNonNull(byName.get(taker)));
                }
            }
        }
        if (order.size() < graph.components().size()) {
            throw new IllegalArgumentException("the graph '" + graph.name() + "' has a cycle");
        }
        return order;
    }

    /** Returns why a component starts a task of its own; empty if it joins its senders'. */
    private String reasonAgainst(ComponentSpec component) {
        List<StreamSpec> streams = streamsTo(component.name());
        Class<? extends Component> shape = component.type().implementation();
        if (!fuse) {
            return "fusing is off";
        }
        if (!Handler.class.isAssignableFrom(shape)) {
            return "'" + component.name() + "' owns its loop";
        }
        if (streams.isEmpty()) {
            return "nothing comes in";
        }
        if (hasNamedTimers(shape) || mindsClock(component)) {
            return "'" + component.name() + "' has timers";
        }
        if (component.options().buffer() != null) {
            return "'" + component.name() + "' asks for a buffer";
        }
        if (component.options().rateLimit() != null) {
            return "'" + component.name() + "' has a rate limit";
        }
        if (component.options().policies().areAny()) {
            return "'" + component.name() + "' makes attempts";
        }
        for (StreamSpec stream : streams) {
            if (stream.buffer() != null || stream.whenFull() != StreamSpec.WhenFull.BLOCK) {
                return "its binding asks for a buffer";
            }
        }
        String root = rootOf(streams.getFirst());
        if (!streams.stream().allMatch(s -> rootOf(s).equals(root))) {
            return "'" + component.name() + "' has senders in several tasks";
        }
        if (Collections.frequency(roots.values(), root) >= LONGEST) {
            return "its task has " + LONGEST + " components already";
        }
        ComponentSpec first = graph.component(root);
        if (first.options().parallelism() != component.options().parallelism()) {
            return "parallelism changes";
        }
        if (component.options().parallelism() > 1 && component.options().key() != null) {
            return "'" + component.name() + "' sets a key";
        }
        return mayCarry(first) ? "" : "'" + root + "' may wait unseen";
    }

    private Buffer bufferOf(StreamSpec stream) {
        if (stream.buffer() != null) {
            return stream.buffer();
        }
        Buffer ofTaker = graph.component(stream.to().component()).options().buffer();
        return ofTaker != null ? ofTaker : Buffer.DEFAULT;
    }

    private String rootOf(StreamSpec stream) {
        return requireNonNull(roots.get(stream.from().component()));
    }

    private List<StreamSpec> streamsTo(String component) {
        return requireNonNull(inputs.get(component));
    }

    /** Whether handlers may be fused behind a task's root: it never holds back what it has sent. */
    private static boolean mayCarry(ComponentSpec root) {
        Class<? extends Component> shape = root.type().implementation();
        return isCooperative(shape) || isChained(root);
    }

    /** Whether a component is a handler that the engine drives; one that makes attempts loops. */
    static boolean isChained(ComponentSpec component) {
        return Handler.class.isAssignableFrom(component.type().implementation())
                && !component.options().policies().areAny();
    }

    static boolean isCooperative(Class<? extends Component> shape) {
        Traits traits = shape.getAnnotation(Traits.class);
        return Source.class.isAssignableFrom(shape) && traits != null && traits.cooperative();
    }

    /** Whether a component may set timers of processing time. */
    static boolean mindsClock(ComponentSpec component) {
        Class<? extends Component> shape = component.type().implementation();
        Traits traits = shape.getAnnotation(Traits.class);
        boolean replaced = traits != null && traits.eventTimeReplacesClock();
        return KeyedTimers.calls(shape, "onProcessingTime")
                && !(replaced && component.options().eventTime() != null);
    }

    /** Whether a handler minds timers with names. */
    static boolean hasNamedTimers(Class<? extends Component> shape) {
        try {
            return shape.getMethod("onTimer", String.class, Output.class).getDeclaringClass()
                    != Handler.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every handler has onTimer", e);
        }
    }
}

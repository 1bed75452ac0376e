package io.millrace.graph;

import io.millrace.api.Output;
import io.millrace.api.Traits;
import io.millrace.graph.ComponentSpec.Distribution;
import io.millrace.graph.ComponentSpec.OnError;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks a wired graph: what cannot run, and what is probably not meant. */
final class GraphCheck {

    private final Map<String, Node> nodes;
    private final List<Diagnostic> problems;
    private final GraphShape shape;
    private final Set<String> bound = new HashSet<>();

    GraphCheck(Map<String, Node> nodes, List<StreamSpec> streams, List<Diagnostic> problems) {
        this.nodes = nodes;
        this.problems = problems;
        this.shape = new GraphShape(nodes.keySet(), streams);
        for (StreamSpec stream : streams) {
            bound.add(stream.from().toString());
            bound.add(stream.to().toString());
        }
    }

    void run() {
        boolean isWhole = !GraphBuilder.hasErrors(problems);
        cycles();
        for (Node node : nodes.values()) {
            ComponentSpec spec = node.spec();
            if (spec != null) {
                options(node, spec);
            }
        }
        // what follows would be said of streams that are missing for a reason already given
        if (isWhole && shape.cycles().isEmpty()) {
            Set<String> reached = reached();
            Set<String> keyed = keyed();
            for (Node node : nodes.values()) {
                ComponentSpec spec = node.spec();
                if (spec != null) {
                    keys(node, spec, keyed);
                    ports(node, spec, reached.contains(spec.name()));
                    deadlock(node, spec);
                }
            }
        }
    }

    private void cycles() {
        for (List<StreamSpec> cycle : shape.cycles()) {
            var path = new StringBuilder(cycle.getFirst().from().component());
            for (StreamSpec stream : cycle) {
                path.append(" -> ").append(stream.to().component());
            }
            problems.add(
                    Problem.CYCLE
                            .at(cycle.getLast().position(), "components form a cycle: " + path)
                            .withNote("a cycle would never end, and could block itself for ever")
                            .withFix("take one of these bindings away"));
        }
    }

    private void options(Node node, ComponentSpec spec) {
        String name = spec.name();
        int parallelism = spec.options().parallelism();
        Traits traits = ComponentDescription.traits(spec.type().implementation());
        if (traits != null && parallelism > traits.maxParallelism()) {
            problems.add(
                    Problem.TOO_PARALLEL
                            .at(
                                    node.at("parallelism"),
                                    "component '%s' cannot run %d times side by side"
                                            .formatted(name, parallelism))
                            .withNote(
                                    "most instances of '%s': %d"
                                            .formatted(
                                                    spec.type().name(), traits.maxParallelism())));
        }
        if (node.ownsItsLoop() && node.options().get("on_error") != null) {
            problems.add(
                    Problem.POLICY_ON_LOOP
                            .at(
                                    node.atKey("on_error"),
                                    "'on_error' cannot be applied to component '" + name + "'")
                            .withNote(
                                    "'%s' owns its loop, so it deals with its items itself"
                                            .formatted(spec.type().name()))
                            .withFix("take 'on_error' away"));
        }
        if (node.isSource()) {
            withoutEffect(node, "key", "a source takes no items", "put it on what takes its items");
            withoutEffect(node, "buffer", "a source takes no items", "put it on a binding");
        }
        if (spec.outputs().isEmpty()) {
            withoutEffect(node, "distribute", "a sink sends nothing on", "take it away");
        }
    }

    private void withoutEffect(Node node, String option, String why, String fix) {
        if (node.options().get(option) != null) {
            problems.add(
                    Problem.NO_EFFECT
                            .at(
                                    node.atKey(option),
                                    "'%s' has no effect on component '%s'"
                                            .formatted(option, node.name().text()))
                            .withNote(why)
                            .withFix(fix));
        }
    }

    private void keys(Node node, ComponentSpec spec, Set<String> keyed) {
        String name = spec.name();
        if (keyed.contains(name)) {
            return;
        }
        Traits traits = ComponentDescription.traits(spec.type().implementation());
        if (spec.options().parallelism() > 1 && traits != null && traits.stateful()) {
            problems.add(
                    Problem.PARALLEL_WITHOUT_KEY
                            .at(
                                    node.at("parallelism"),
                                    "component '%s' cannot run in parallel without a key"
                                            .formatted(name))
                            .withNote(
                                    "what '%s' does with an item depends on items before it"
                                            .formatted(spec.type().name()))
                            .withFix("add 'key: …', an expression, to '" + name + "'"));
        }
        if (spec.options().distribute() == Distribution.KEY) {
            problems.add(
                    Problem.DISTRIBUTE_WITHOUT_KEY
                            .at(
                                    node.at("distribute"),
                                    "the items of component '" + name + "' have no key")
                            .withFix(
                                    node.isSource()
                                            ? "distribute behind a component that has a 'key'"
                                            : "add 'key: …', an expression, to '" + name + "'"));
        }
    }

    /** Returns the components whose items all have a key. */
    private Set<String> keyed() {
        var keyed = new HashSet<String>();
        for (String name : shape.inOrder()) {
            Node node = nodes.get(name);
            if (node == null || node.spec() == null) {
                continue;
            }
            List<StreamSpec> into = shape.into(name);
            boolean inherited = !into.isEmpty();
            for (StreamSpec stream : into) {
                inherited &= keyed.contains(stream.from().component());
            }
            if (inherited || node.spec().options().key() != null) {
                keyed.add(name);
            }
        }
        return keyed;
    }

    private Set<String> reached() {
        var reached = new HashSet<String>();
        for (String name : shape.inOrder()) {
            Node node = nodes.get(name);
            boolean starts = node != null && node.spec() != null && node.spec().inputs().isEmpty();
            boolean follows = false;
            for (StreamSpec stream : shape.into(name)) {
                follows |= reached.contains(stream.from().component());
            }
            if (starts || follows) {
                reached.add(name);
            }
        }
        return reached;
    }

    private void ports(Node node, ComponentSpec spec, boolean isReached) {
        String name = spec.name();
        if (!isReached) {
            problems.add(
                    Problem.UNREACHABLE
                            .at(spec.position(), "no item can reach component '" + name + "'")
                            .withNote(
                                    shape.into(name).isEmpty()
                                            ? "nothing is bound to its inputs: "
                                                    + String.join(", ", spec.inputs())
                                            : "no source leads to what is bound to its inputs"));
            return;
        }
        for (String input : spec.inputs()) {
            if (!isBound(name, input)) {
                problems.add(
                        Problem.UNBOUND_INPUT.at(
                                spec.position(),
                                "nothing is bound to input '%s' of component '%s'"
                                        .formatted(input, name)));
            }
        }
        for (String output : spec.outputs()) {
            if (!isBound(name, output)) {
                problems.add(
                        Problem.UNBOUND_OUTPUT
                                .at(
                                        spec.position(),
                                        "output '%s' of component '%s' is bound to nothing"
                                                .formatted(output, name))
                                .withNote("what is sent there is counted and dropped"));
            }
        }
        errors(node, spec);
    }

    private boolean isBound(String component, String port) {
        return bound.contains(component + "." + port);
    }

    private void errors(Node node, ComponentSpec spec) {
        String name = spec.name();
        boolean hasStream = isBound(name, Output.ERROR);
        OnError then = spec.options().onError();
        if (!hasStream
                && then == OnError.ERROR_STREAM
                && node.options().get("on_error") instanceof ConfigValue.Mapping policy
                && policy.get("then") != null) {
            problems.add(
                    Problem.UNBOUND_ERRORS
                            .at(
                                    node.atKey("on_error"),
                                    "output 'error' of component '"
                                            + name
                                            + "' is bound to nothing")
                            .withNote("its failed items go to the dead letters")
                            .withFix("bind '" + name + ".error', or write 'then: dead_letter'"));
        }
        if (hasStream && then != OnError.ERROR_STREAM) {
            problems.add(
                    Problem.UNBOUND_ERRORS
                            .at(
                                    node.atKey("on_error"),
                                    "output 'error' of component '" + name + "' gets nothing")
                            .withNote("it is bound, but 'on_error' says otherwise")
                            .withFix("write 'then: error_stream', or take the binding away"));
        }
    }

    /**
     * Warns where one component sends into two inputs of another, which may wait on one of them
     * while the other is full: then nothing moves any more. Handlers take what comes; a loop need
     * not. Explicit buffers on both streams say that their user knows.
     */
    private void deadlock(Node node, ComponentSpec spec) {
        if (!node.ownsItsLoop() || spec.inputs().size() < 2) {
            return;
        }
        var firstBy = new LinkedHashMap<String, StreamSpec>();
        for (StreamSpec stream : shape.into(spec.name())) {
            for (String ancestor : shape.upstream(stream.from().component())) {
                StreamSpec other = firstBy.putIfAbsent(ancestor, stream);
                if (other != null
                        && !other.to().equals(stream.to())
                        && !(hasSlack(other) && hasSlack(stream))) {
                    problems.add(deadlock(spec, ancestor, other, stream));
                    return;
                }
            }
        }
    }

    private static boolean hasSlack(StreamSpec stream) {
        ComponentSpec.Buffer buffer = stream.buffer();
        return buffer != null && buffer.items() >= ComponentSpec.Buffer.DEFAULT.items();
    }

    private static Diagnostic deadlock(
            ComponentSpec spec, String ancestor, StreamSpec one, StreamSpec other) {
        return Problem.DEADLOCK
                .at(
                        other.position(),
                        "'%s' sends to '%s' and to '%s', which may block each other"
                                .formatted(ancestor, one.to(), other.to()))
                .withNote(
                        "while '%s' waits on one input, the other can fill up; then '%s' waits too"
                                .formatted(spec.name(), ancestor))
                .withFix(
                        "give both bindings a 'buffer' of %,d items or more, as much as one can be"
                                        .formatted(ComponentSpec.Buffer.DEFAULT.items())
                                + " ahead of the other");
    }
}

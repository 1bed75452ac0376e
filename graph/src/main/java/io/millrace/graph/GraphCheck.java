package io.millrace.graph;

import io.millrace.api.Traits;
import io.millrace.graph.ComponentSpec.Distribution;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a wired graph: what cannot run, and what is probably not meant. Here is what follows from
 * the paths that items take.
 */
final class GraphCheck {

    private final Scopes scopes;
    private final Map<String, Node> nodes;
    private final GraphShape shape;
    private final OptionCheck options;
    private final PortCheck ports;

    GraphCheck(Scopes scopes, List<StreamSpec> streams, Wiring wiring) {
        this.scopes = scopes;
        this.nodes = scopes.nodes();
        this.shape = new GraphShape(nodes.keySet(), streams);
        this.options = new OptionCheck(nodes);
        this.ports = new PortCheck(scopes, streams, wiring, shape);
    }

    void run() {
        boolean isWhole = !scopes.hasErrors();
        cycles();
        for (Node node : nodes.values()) {
            ComponentSpec spec = node.spec();
            if (spec != null) {
                options.check(node, spec);
            }
        }
        // what follows would be said of streams that are missing for a reason already given
        if (isWhole && shape.cycles().isEmpty()) {
            Set<String> reached = ports.reached();
            Set<String> keyed = keyed();
            eventTimes();
            for (Node node : nodes.values()) {
                ComponentSpec spec = node.spec();
                if (spec != null) {
                    keys(node, spec, keyed);
                    ports.check(node, spec, reached.contains(spec.name()));
                    deadlock(node, spec);
                }
            }
            scopes.all().forEach(ports::ends);
            options.together();
        }
    }

    private void cycles() {
        for (List<StreamSpec> cycle : shape.cycles()) {
            Scope scope =
                    scopes.common(cycle.stream().map(stream -> stream.to().component()).toList());
            var path = new StringBuilder(scope.local(cycle.getFirst().from().component()));
            for (StreamSpec stream : cycle) {
                path.append(" -> ").append(scope.local(stream.to().component()));
            }
            scope.problems()
                    .add(
                            Problem.CYCLE
                                    .at(
                                            cycle.getLast().position(),
                                            "components form a cycle: " + path)
                                    .withNote(
                                            "a cycle would never end, and could block itself for"
                                                    + " ever")
                                    .withFix("take one of these bindings away"));
        }
    }

    private void keys(Node node, ComponentSpec spec, Set<String> keyed) {
        String name = node.name().text();
        if (keyed.contains(spec.name())) {
            return;
        }
        Traits traits = ComponentDescription.traits(spec.type().implementation());
        if (spec.options().parallelism() > 1 && traits != null && traits.stateful()) {
            node.report(
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
            node.report(
                    Problem.DISTRIBUTE_WITHOUT_KEY
                            .at(
                                    node.at("distribute"),
                                    "the items of component '" + name + "' have no key")
                            .withFix(
                                    node.isSource()
                                            ? "distribute behind a component that has a" + " 'key'"
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

    /** Warns of event time that is read behind instances whose items have lost their order. */
    private void eventTimes() {
        var parallel = new HashMap<String, String>(); // and what is the first to be so
        for (String name : shape.inOrder()) {
            Node node = nodes.get(name);
            if (node == null || node.spec() == null) {
                continue;
            }
            String before = null;
            for (StreamSpec stream : shape.into(name)) {
                before = before == null ? parallel.get(stream.from().component()) : before;
            }
            if (before != null && node.spec().options().eventTime() != null) {
                node.report(timeAfter(node, before));
            }
            if (before != null || node.spec().options().parallelism() > 1) {
                parallel.put(name, before == null ? name : before);
            }
        }
    }

    private static Diagnostic timeAfter(Node node, String parallel) {
        String sender = node.scope().local(parallel);
        return Problem.TIME_AFTER_PARALLEL
                .at(
                        node.atKey("event_time"),
                        "component '%s' reads event time behind '%s', which runs several times side by side"
                                .formatted(node.name().text(), sender))
                .withNote("its instances are not equally far, so items can come late")
                .withFix("put 'event_time' on '" + sender + "' or on what comes before it");
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
                    node.report(deadlock(node, ancestor, other, stream));
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
            Node node, String ancestor, StreamSpec one, StreamSpec other) {
        String name = node.name().text();
        String sender = node.scope().local(ancestor);
        return Problem.DEADLOCK
                .at(
                        other.position(),
                        "'%s' sends to '%s.%s' and to '%s.%s', which may block each other"
                                .formatted(sender, name, one.to().port(), name, other.to().port()))
                .withNote(
                        "while '%s' waits on one input, the other can fill up; then '%s' waits too"
                                .formatted(name, sender))
                .withFix(
                        "give both bindings a 'buffer' of %,d items or more, as much as one can be"
                                        .formatted(ComponentSpec.Buffer.DEFAULT.items())
                                + " ahead of the other");
    }
}

package io.millrace.graph;

import io.millrace.api.Output;
import io.millrace.api.Traits;
import io.millrace.graph.ComponentSpec.Distribution;
import io.millrace.graph.ComponentSpec.OnError;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks a wired graph: what cannot run, and what is probably not meant. */
final class GraphCheck {

    private final Scopes scopes;
    private final Map<String, Node> nodes;
    private final Wiring wiring;
    private final GraphShape shape;
    private final Set<String> bound = new HashSet<>();
    private final Set<String> fed = new HashSet<>(); // from outside, as far as is known here

    GraphCheck(Scopes scopes, List<StreamSpec> streams, Wiring wiring) {
        this.scopes = scopes;
        this.nodes = scopes.nodes();
        this.wiring = wiring;
        this.shape = new GraphShape(nodes.keySet(), streams);
        for (StreamSpec stream : streams) {
            bound.add(stream.from().toString());
            bound.add(stream.to().toString());
        }
        for (Scope scope : scopes.all()) {
            for (Graph.Exposed input : wiring.inputsOf(scope)) {
                for (StreamSpec.Port port : input.ports()) {
                    bound.add(port.toString());
                    if (scope.outer() == null || !wiring.isBound(scope, input.name())) {
                        fed.add(port.component());
                    }
                }
            }
            for (Graph.Exposed output : wiring.outputsOf(scope)) {
                output.ports().forEach(port -> bound.add(port.toString()));
            }
        }
    }

    void run() {
        boolean isWhole = !scopes.hasErrors();
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
            eventTimes();
            for (Node node : nodes.values()) {
                ComponentSpec spec = node.spec();
                if (spec != null) {
                    keys(node, spec, keyed);
                    ports(node, spec, reached.contains(spec.name()));
                    deadlock(node, spec);
                }
            }
            scopes.all().forEach(this::ends);
            bulkheads();
            renamed();
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

    private void options(Node node, ComponentSpec spec) {
        String name = node.name().text();
        int parallelism = spec.options().parallelism();
        Traits traits = ComponentDescription.traits(spec.type().implementation());
        if (traits != null && parallelism > traits.maxParallelism()) {
            node.scope()
                    .problems()
                    .add(
                            Problem.TOO_PARALLEL
                                    .at(
                                            node.at("parallelism"),
                                            "component '%s' cannot run %d times side by side"
                                                    .formatted(name, parallelism))
                                    .withNote(
                                            "most instances of '%s': %d"
                                                    .formatted(
                                                            spec.type().name(),
                                                            traits.maxParallelism())));
        }
        if (node.ownsItsLoop()) {
            for (String policy : List.of("on_error", "timeout", "circuit_breaker", "bulkhead")) {
                onLoop(node, spec, policy);
            }
        }
        if (!node.ownsItsLoop()) {
            withoutEffect(
                    node, "batch", "it takes its items one by one", "put a Batcher before it");
        }
        if (node.isSource()) {
            withoutEffect(node, "key", "a source takes no items", "put it on what takes its items");
            withoutEffect(
                    node,
                    "event_time",
                    "a source takes no items",
                    "put it on what takes its items");
            withoutEffect(node, "buffer", "a source takes no items", "put it on a binding");
            for (String policy : List.of("timeout", "circuit_breaker", "bulkhead")) {
                withoutEffect(node, policy, "a source takes no items", "take it away");
            }
            if (spec.options().policies().retries() > 0) {
                withoutEffect(
                        node,
                        "on_error",
                        "a source takes no items to try again",
                        "take 'retries' away");
            }
        }
        if (spec.outputs().isEmpty()) {
            withoutEffect(node, "distribute", "a sink sends nothing on", "take it away");
        }
    }

    private void withoutEffect(Node node, String option, String why, String fix) {
        if (node.options().get(option) != null) {
            node.scope()
                    .problems()
                    .add(
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
        String name = node.name().text();
        if (keyed.contains(spec.name())) {
            return;
        }
        Traits traits = ComponentDescription.traits(spec.type().implementation());
        if (spec.options().parallelism() > 1 && traits != null && traits.stateful()) {
            node.scope()
                    .problems()
                    .add(
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
            node.scope()
                    .problems()
                    .add(
                            Problem.DISTRIBUTE_WITHOUT_KEY
                                    .at(
                                            node.at("distribute"),
                                            "the items of component '" + name + "' have no key")
                                    .withFix(
                                            node.isSource()
                                                    ? "distribute behind a component that has a"
                                                            + " 'key'"
                                                    : "add 'key: …', an expression, to '"
                                                            + name
                                                            + "'"));
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
                node.scope().problems().add(timeAfter(node, before));
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

    private Set<String> reached() {
        var reached = new HashSet<String>();
        for (String name : shape.inOrder()) {
            Node node = nodes.get(name);
            boolean starts =
                    fed.contains(name)
                            || (node != null
                                    && node.spec() != null
                                    && node.spec().inputs().isEmpty());
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
        List<Diagnostic> problems = node.scope().problems();
        String name = node.name().text();
        if (!isReached) {
            problems.add(
                    Problem.UNREACHABLE
                            .at(spec.position(), "no item can reach component '" + name + "'")
                            .withNote(
                                    shape.into(spec.name()).isEmpty()
                                            ? "nothing is bound to its inputs: "
                                                    + String.join(", ", spec.inputs())
                                            : "no source leads to what is bound to its inputs"));
            return;
        }
        for (String input : spec.inputs()) {
            if (!isBound(spec.name(), input)) {
                problems.add(unboundInput(input, name, spec.position()));
            }
        }
        Set<String> optional = DeclaredPorts.optional(spec.type().implementation());
        for (String output : spec.outputs()) {
            if (!isBound(spec.name(), output) && !optional.contains(output)) {
                problems.add(unboundOutput(output, name, spec.position()));
            }
        }
        errors(node, spec);
    }

    private static void onLoop(Node node, ComponentSpec spec, String policy) {
        if (node.options().get(policy) != null) {
            node.scope()
                    .problems()
                    .add(
                            Problem.POLICY_ON_LOOP
                                    .at(
                                            node.atKey(policy),
                                            "'%s' cannot be applied to component '%s'"
                                                    .formatted(policy, node.name().text()))
                                    .withNote(
                                            "'%s' owns its loop, so it deals with its items itself"
                                                    .formatted(spec.type().name()))
                                    .withFix("take '" + policy + "' away"));
        }
    }

    private void bulkheads() {
        var sizes = new LinkedHashMap<String, Node>();
        for (Node node : nodes.values()) {
            Policies.Bulkhead bulkhead = bulkhead(node);
            if (bulkhead == null || bulkhead.name().isEmpty()) {
                continue;
            }
            Node first = sizes.putIfAbsent(bulkhead.name(), node);
            Policies.Bulkhead other = first == null ? null : bulkhead(first);
            if (first != null && other != null && other.concurrent() != bulkhead.concurrent()) {
                node.scope()
                        .problems()
                        .add(
                                Problem.TWO_BULKHEADS
                                        .at(
                                                node.at("bulkhead"),
                                                "bulkhead '%s' lets %d through here, and %d at '%s'"
                                                        .formatted(
                                                                bulkhead.name(),
                                                                bulkhead.concurrent(),
                                                                other.concurrent(),
                                                                first.name().text()))
                                        .withFix("give both the same number, or two names"));
            }
        }
    }

    private void renamed() {
        var takers = new HashMap<String, Node>();
        for (Node node : nodes.values()) {
            String former = node.spec() == null ? null : node.spec().options().renamedFrom();
            Node other = former == null ? null : nodes.getOrDefault(former, takers.get(former));
            if (former != null && other != null) {
                node.scope()
                        .problems()
                        .add(
                                Problem.STATE_OF_ANOTHER
                                        .at(
                                                node.at("renamed_from"),
                                                "component '%s' cannot take over the state of '%s'"
                                                        .formatted(node.name().text(), former))
                                        .withNote(
                                                nodes.containsKey(former)
                                                        ? "there is a component of that name"
                                                        : "component '%s' takes it over"
                                                                .formatted(other.name().text()))
                                        .withFix("take 'renamed_from' away"));
            }
            if (former != null) {
                takers.putIfAbsent(former, node);
            }
        }
    }

    private static Policies.@Nullable Bulkhead bulkhead(Node node) {
        return node.spec() == null ? null : node.spec().options().policies().bulkhead();
    }

    private boolean isBound(String component, String port) {
        return bound.contains(component + "." + port);
    }

    private void errors(Node node, ComponentSpec spec) {
        String name = node.name().text();
        boolean hasStream = isBound(spec.name(), Output.ERROR) || !scopes.top().builder().isWhole();
        OnError then = spec.options().onError();
        if (!hasStream
                && then == OnError.ERROR_STREAM
                && node.options().get("on_error") instanceof ConfigValue.Mapping policy
                && policy.get("then") != null) {
            node.scope()
                    .problems()
                    .add(
                            Problem.UNBOUND_ERRORS
                                    .at(
                                            node.atKey("on_error"),
                                            "output 'error' of component '"
                                                    + name
                                                    + "' is bound to nothing")
                                    .withNote("its failed items go to the dead letters")
                                    .withFix(
                                            "bind '"
                                                    + name
                                                    + ".error', or write 'then: dead_letter'"));
        }
        if (isBound(spec.name(), Output.ERROR) && then != OnError.ERROR_STREAM) {
            node.scope()
                    .problems()
                    .add(
                            Problem.UNBOUND_ERRORS
                                    .at(
                                            node.atKey("on_error"),
                                            "output 'error' of component '"
                                                    + name
                                                    + "' gets nothing")
                                    .withNote("it is bound, but 'on_error' says otherwise")
                                    .withFix(
                                            "write 'then: error_stream', or take the binding"
                                                    + " away"));
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
                    node.scope().problems().add(deadlock(node, ancestor, other, stream));
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

    /** Checks what a component that is a graph has bound to its inputs and outputs. */
    private void ends(Scope scope) {
        Scope outer = scope.outer();
        GraphBuilder.Declared use = scope.use();
        if (outer == null || use == null) {
            return;
        }
        String name = use.name().text();
        List<String> unboundInputs = unbound(scope, wiring.inputsOf(scope));
        Position position = use.name().position();
        if (!unboundInputs.isEmpty() && unboundInputs.size() == scope.builder().inputs().size()) {
            outer.problems()
                    .add(
                            Problem.UNREACHABLE
                                    .at(position, "no item can reach component '" + name + "'")
                                    .withNote(
                                            "nothing is bound to its inputs: "
                                                    + String.join(", ", unboundInputs)));
            return;
        }
        unboundInputs.forEach(input -> outer.problems().add(unboundInput(input, name, position)));
        unbound(scope, wiring.outputsOf(scope))
                .forEach(output -> outer.problems().add(unboundOutput(output, name, position)));
    }

    private List<String> unbound(Scope scope, List<Graph.Exposed> ends) {
        return ends.stream()
                .map(Graph.Exposed::name)
                .filter(name -> !wiring.isBound(scope, name))
                .toList();
    }

    private static Diagnostic unboundInput(String input, String component, Position position) {
        return Problem.UNBOUND_INPUT.at(
                position,
                "nothing is bound to input '%s' of component '%s'".formatted(input, component));
    }

    private static Diagnostic unboundOutput(String output, String component, Position position) {
        return Problem.UNBOUND_OUTPUT
                .at(
                        position,
                        "output '%s' of component '%s' is bound to nothing"
                                .formatted(output, component))
                .withNote("what is sent there is counted and dropped");
    }
}

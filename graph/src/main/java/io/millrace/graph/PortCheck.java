package io.millrace.graph;

import io.millrace.api.Output;
import io.millrace.graph.ComponentSpec.OnError;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks what is bound to the inputs and outputs of components, and of graphs among them. */
final class PortCheck {

    private final Scopes scopes;
    private final Wiring wiring;
    private final GraphShape shape;
    private final Set<String> bound = new HashSet<>();
    private final Set<String> fed = new HashSet<>(); // from outside, as far as is known here

    PortCheck(Scopes scopes, List<StreamSpec> streams, Wiring wiring, GraphShape shape) {
        this.scopes = scopes;
        this.wiring = wiring;
        this.shape = shape;
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

    /** Returns the components that items can reach. */
    Set<String> reached() {
        var reached = new HashSet<String>();
        for (String name : shape.inOrder()) {
            Node node = scopes.nodes().get(name);
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

    /** Checks the inputs and outputs of one component. */
    void check(Node node, ComponentSpec spec, boolean isReached) {
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
            node.report(
                    Problem.UNBOUND_ERRORS
                            .at(
                                    node.atKey("on_error"),
                                    "output 'error' of component '"
                                            + name
                                            + "' is bound to nothing")
                            .withNote("its failed items go to the dead letters")
                            .withFix("bind '" + name + ".error', or write 'then: dead_letter'"));
        }
        if (isBound(spec.name(), Output.ERROR) && then != OnError.ERROR_STREAM) {
            node.report(
                    Problem.UNBOUND_ERRORS
                            .at(
                                    node.atKey("on_error"),
                                    "output 'error' of component '" + name + "' gets nothing")
                            .withNote("it is bound, but 'on_error' says otherwise")
                            .withFix("write 'then: error_stream', or take the binding" + " away"));
        }
    }

    /** Checks what a component that is a graph has bound to its inputs and outputs. */
    void ends(Scope scope) {
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

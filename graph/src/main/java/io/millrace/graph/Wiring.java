package io.millrace.graph;

import io.millrace.api.Expression;
import io.millrace.api.Output;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.ComponentSpec.OnError;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.GraphBuilder.Bound;
import io.millrace.graph.GraphBuilder.Declared;
import io.millrace.graph.GraphBuilder.End;
import io.millrace.graph.GraphBuilder.Exposed;
import io.millrace.graph.StreamSpec.Port;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes streams of bindings: finds the components and the ports that they name, and what these
 * stand for where a component is a graph.
 */
final class Wiring {

    /** More than a person can mean; a binding makes several where an end stands for several. */
    private static final int MOST_STREAMS = 100_000;

    private final Scopes scopes;
    private final Map<String, StreamSpec> streams = new LinkedHashMap<>();
    private final Map<String, Set<Port>> inputs = new HashMap<>();
    private final Map<String, Set<Port>> outputs = new HashMap<>();
    private final Set<String> bound = new HashSet<>();
    private boolean isFull;

    Wiring(Scopes scopes) {
        this.scopes = scopes;
    }

    /** Returns the streams; what is wrong with the bindings is added to their scopes. */
    List<StreamSpec> streams() {
        for (Scope scope : scopes.all()) {
            var ends = new Ends(scope, scopes.nodes());
            for (Exposed input : scope.builder().inputs()) {
                ends.check(input, "input");
                inputs(scope, input.name().text());
            }
            for (Exposed output : scope.builder().outputs()) {
                ends.check(output, "output");
                outputs(scope, output.name().text());
            }
            for (Bound binding : scope.builder().bindings()) {
                Bound checked = ends.checked(binding);
                if (checked != null) {
                    bind(scope, checked);
                }
            }
        }
        for (Scope scope : scopes.all().reversed()) { // those inside have the last word
            if (scope.options().key() != null) {
                giveKey(scope, scope.options().key());
            }
        }
        return new ArrayList<>(streams.values());
    }

    /** Returns whether an input or output of a component that is a graph is bound, or exposed. */
    boolean isBound(Scope scope, String port) {
        return bound.contains(scope.path() + port);
    }

    /** Returns what the inputs of a scope stand for. */
    List<Graph.Exposed> inputsOf(Scope scope) {
        return scope.builder().inputs().stream()
                .map(e -> exposed(e, inputs(scope, e.name().text())))
                .toList();
    }

    /** Returns what the outputs of a scope stand for. */
    List<Graph.Exposed> outputsOf(Scope scope) {
        return scope.builder().outputs().stream()
                .map(e -> exposed(e, outputs(scope, e.name().text())))
                .toList();
    }

    private static Graph.Exposed exposed(Exposed exposed, Collection<Port> ports) {
        return new Graph.Exposed(
                exposed.name().text(), List.copyOf(ports), exposed.name().position());
    }

    private void bind(Scope scope, Bound binding) {
        String name = Ends.from(binding) + " -> " + Ends.to(binding);
        CommonOptions.OfBinding options =
                CommonOptions.binding(
                        binding.options(),
                        "binding '" + name + "'",
                        binding.position(),
                        scope.problems());
        Set<Port> from = outputs(scope, Ends.from(binding));
        Set<Port> to = inputs(scope, Ends.to(binding));
        if (isTooMuch(scope, binding, (long) from.size() * to.size())) {
            return;
        }
        boolean isNew = true;
        for (Port sender : from) {
            for (Port receiver : to) {
                var stream =
                        new StreamSpec(
                                sender,
                                receiver,
                                options.buffer() == null
                                        ? buffer(scope, receiver)
                                        : options.buffer(),
                                options.whenFull(),
                                options.condition(),
                                binding.position());
                isNew &= streams.putIfAbsent(stream.toString(), stream) == null;
            }
        }
        if (!isNew) {
            scope.problems()
                    .add(
                            Problem.BOUND_TWICE
                                    .at(binding.position(), "'" + name + "' is bound twice")
                                    .withFix("take one away; two conditions become one with '||'"));
        }
        if (from.isEmpty() && Ends.from(binding).port().equals(Output.ERROR)) {
            scope.problems()
                    .add(
                            Problem.UNBOUND_ERRORS
                                    .at(
                                            binding.position(),
                                            "output 'error' of component '%s' gets nothing"
                                                    .formatted(Ends.from(binding).component()))
                                    .withNote("what fails in it goes elsewhere already"));
        }
    }

    /** Returns the buffer asked for by a graph that a stream from here enters, the outermost. */
    private static @Nullable Buffer buffer(Scope scope, Port receiver) {
        String rest = scope.local(receiver.component());
        Scope entered = scope;
        Buffer buffer = null;
        int end;
        while (buffer == null
                && entered != null
                && (end = rest.indexOf(ComponentSpec.WITHIN)) >= 0) {
            entered = entered.inner(rest.substring(0, end));
            buffer = entered == null ? null : entered.options().buffer();
            rest = rest.substring(end + 1);
        }
        return buffer;
    }

    private boolean isTooMuch(Scope scope, Bound binding, long more) {
        boolean isTooMuch = more > 1 && streams.size() + more > MOST_STREAMS;
        if (isTooMuch && !isFull) {
            isFull = true;
            scope.problems()
                    .add(
                            Problem.TOO_MANY.at(
                                    binding.position(),
                                    "this binding makes %,d streams; a graph holds at most %,d"
                                            .formatted(more, MOST_STREAMS)));
        }
        return isTooMuch;
    }

    /** Returns what an output stands for: itself, or ports in a component that is a graph. */
    private Set<Port> outputs(Scope scope, Port port) {
        Scope inner = scope.inner(port.component());
        if (inner == null) {
            return itself(scope, port);
        }
        bound.add(inner.path() + port.port());
        return port.port().equals(Output.ERROR) ? errors(inner) : outputs(inner, port.port());
    }

    private Set<Port> itself(Scope scope, Port port) {
        String name = scope.path() + port.component();
        return scopes.nodes().containsKey(name)
                ? Set.of(new Port(name, port.port()))
                : Set.of(); // which is reported
    }

    private Set<Port> outputs(Scope scope, String name) {
        Set<Port> known = outputs.get(scope.path() + name);
        if (known != null) {
            return known;
        }
        var ports = new LinkedHashSet<Port>();
        Exposed exposed = Scope.find(scope.builder().outputs(), name);
        for (End end : exposed == null ? List.<End>of() : exposed.ends()) {
            ports.addAll(outputs(scope, Ends.output(end)));
        }
        outputs.put(scope.path() + name, ports);
        return ports;
    }

    private Set<Port> inputs(Scope scope, Port port) {
        Scope inner = scope.inner(port.component());
        if (inner == null) {
            return itself(scope, port);
        }
        bound.add(inner.path() + port.port());
        return inputs(inner, port.port());
    }

    private Set<Port> inputs(Scope scope, String name) {
        Set<Port> known = inputs.get(scope.path() + name);
        if (known != null) {
            return known;
        }
        var ports = new LinkedHashSet<Port>();
        Exposed exposed = Scope.find(scope.builder().inputs(), name);
        for (End end : exposed == null ? List.<End>of() : exposed.ends()) {
            ports.addAll(inputs(scope, Ends.input(end)));
        }
        inputs.put(scope.path() + name, ports);
        return ports;
    }

    /** Returns the error outputs in a scope that lead nowhere there. */
    private Set<Port> errors(Scope scope) {
        Set<Port> known = outputs.get(scope.path() + Output.ERROR);
        if (known != null) {
            return known;
        }
        var taken = new HashSet<String>();
        for (Bound binding : scope.builder().bindings()) {
            Scalar stream = binding.stream();
            if (isError(binding.from()) || (stream != null && stream.text().equals(Output.ERROR))) {
                taken.add(binding.from().component().text());
            }
        }
        for (Exposed output : scope.builder().outputs()) {
            output.ends().stream()
                    .filter(Wiring::isError)
                    .forEach(end -> taken.add(end.component().text()));
        }
        var ports = new LinkedHashSet<Port>();
        for (Declared declared : scope.builder().components()) {
            String name = declared.name().text();
            Scope inner = scope.inner(name);
            Node node = scopes.nodes().get(scope.path() + name);
            if (taken.contains(name)) {
                continue;
            }
            if (inner != null) {
                ports.addAll(errors(inner));
            } else if (node != null
                    && node.spec() != null
                    && node.spec().options().onError() == OnError.ERROR_STREAM) {
                ports.add(new Port(scope.path() + name, Output.ERROR));
            }
        }
        outputs.put(scope.path() + Output.ERROR, ports);
        return ports;
    }

    private static boolean isError(End end) {
        return end.port() != null && end.port().text().equals(Output.ERROR);
    }

    /** Gives a key to what takes the items of a component that is a graph. */
    private void giveKey(Scope scope, Expression key) {
        var takers = new LinkedHashSet<String>();
        for (Exposed input : scope.builder().inputs()) {
            inputs(scope, input.name().text()).forEach(port -> takers.add(port.component()));
        }
        var fromInside = new HashSet<String>();
        for (StreamSpec stream : streams.values()) {
            if (stream.from().component().startsWith(scope.path())) {
                fromInside.add(stream.to().component());
            }
        }
        for (String taker : takers) {
            Node node = scopes.nodes().get(taker);
            ComponentSpec spec = node == null ? null : node.spec();
            if (node == null || spec == null || spec.options().key() != null) {
                continue;
            }
            if (fromInside.contains(taker)) {
                refuseKey(scope, scope.local(taker));
                return;
            }
            scopes.nodes().put(taker, node.withKey(spec, key));
        }
    }

    private static void refuseKey(Scope scope, String taker) {
        @Nullable Declared use = scope.use();
        @Nullable Scope outer = scope.outer();
        if (use == null || outer == null) {
            return;
        }
        ConfigValue key = use.options().get("key");
        outer.problems()
                .add(
                        Problem.NO_EFFECT
                                .at(
                                        key == null ? use.name().position() : key.position(),
                                        "'key' cannot be given to component '%s' as a whole"
                                                .formatted(use.name().text()))
                                .withNote(
                                        "'%s' in it takes items from outside and from inside"
                                                .formatted(taker))
                                .withFix("say it in '%s'".formatted(scope.type().text())));
    }
}

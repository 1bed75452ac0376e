package io.millrace.graph;

import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.GraphBuilder.Bound;
import io.millrace.graph.GraphBuilder.End;
import io.millrace.graph.StreamSpec.Port;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes streams of bindings: finds the components and the ports that they name. */
final class Wiring {

    private final Map<String, Node> components;
    private final List<Diagnostic> problems;

    /**
     * Creates one.
     *
     * @param components by name
     * @param problems what is found is added here
     */
    Wiring(Map<String, Node> components, List<Diagnostic> problems) {
        this.components = components;
        this.problems = problems;
    }

    List<StreamSpec> streams(List<Bound> bindings) {
        var streams = new LinkedHashMap<String, StreamSpec>();
        for (Bound bound : bindings) {
            boolean fromKnown = isKnown(bound.from());
            boolean toKnown = isKnown(bound.to());
            if (!fromKnown || !toKnown) {
                continue;
            }
            Bound named = bound.stream() == null ? bound : resolved(bound, bound.stream());
            if (named == null) {
                continue;
            }
            boolean leaves = hasOutput(named);
            boolean arrives = hasInput(named);
            if (!leaves || !arrives) {
                continue;
            }
            StreamSpec stream = stream(named);
            if (streams.putIfAbsent(stream.toString(), stream) != null) {
                problems.add(
                        Problem.BOUND_TWICE
                                .at(bound.position(), "'" + stream + "' is bound twice")
                                .withFix("take one away; two conditions become one with '||'"));
            }
        }
        return new ArrayList<>(streams.values());
    }

    private StreamSpec stream(Bound bound) {
        Port from = from(bound);
        Port to = to(bound);
        CommonOptions.OfBinding options =
                CommonOptions.binding(
                        bound.options(),
                        "binding '" + from + " -> " + to + "'",
                        bound.position(),
                        problems);
        return new StreamSpec(
                from,
                to,
                options.buffer(),
                options.whenFull(),
                options.condition(),
                bound.position());
    }

    private static Port from(Bound bound) {
        return new Port(bound.from().component().text(), port(bound.from(), Output.DEFAULT));
    }

    private static Port to(Bound bound) {
        return new Port(bound.to().component().text(), port(bound.to(), Input.DEFAULT));
    }

    private boolean isKnown(End end) {
        String name = end.component().text();
        if (components.containsKey(name)) {
            return true;
        }
        problems.add(
                Problem.UNKNOWN_COMPONENT
                        .at(end.component().position(), "there is no component '" + name + "'")
                        .withFix(NearestName.question(name, components.keySet())));
        return false;
    }

    private boolean hasOutput(Bound bound) {
        ComponentSpec spec = spec(bound.from());
        String port = port(bound.from(), Output.DEFAULT);
        if (spec == null || port.equals(Output.ERROR) || spec.outputs().contains(port)) {
            return true;
        }
        problems.add(
                spec.outputs().isEmpty()
                        ? sink(bound.from(), spec)
                        : unknown(bound.from(), spec, port, "output", spec.outputs()));
        return false;
    }

    private boolean hasInput(Bound bound) {
        ComponentSpec spec = spec(bound.to());
        String port = port(bound.to(), Input.DEFAULT);
        if (spec == null || spec.inputs().contains(port)) {
            return true;
        }
        problems.add(
                spec.inputs().isEmpty()
                        ? source(bound.to(), spec)
                        : unknown(bound.to(), spec, port, "input", spec.inputs()));
        return false;
    }

    private static Diagnostic sink(End end, ComponentSpec spec) {
        return Problem.OUT_OF_SINK
                .at(
                        position(end),
                        "component '" + spec.name() + "' sends nothing that could be bound")
                .withNote("'" + spec.type().name() + "' is a sink: its only output is 'error'")
                .withFix("bind '" + spec.name() + ".error', or take this binding away");
    }

    private static Diagnostic source(End end, ComponentSpec spec) {
        return Problem.INTO_SOURCE
                .at(position(end), "component '" + spec.name() + "' takes no items")
                .withNote("'" + spec.type().name() + "' is a source: it has no inputs")
                .withFix("take this binding away, or turn it round");
    }

    private static Diagnostic unknown(
            End end, ComponentSpec spec, String port, String what, List<String> known) {
        Diagnostic problem =
                Problem.UNKNOWN_PORT
                        .at(
                                position(end),
                                "component '"
                                        + spec.name()
                                        + "' has no "
                                        + what
                                        + " '"
                                        + port
                                        + "'")
                        .withNote(
                                what
                                        + "s of '"
                                        + spec.type().name()
                                        + "': "
                                        + String.join(", ", known));
        String question = NearestName.question(port, known);
        return problem.withFix(
                question == null && known.size() == 1
                        ? "write '" + spec.name() + "." + known.getFirst() + "'"
                        : question);
    }

    /** Finds out which end a stream's name belongs to; null if that cannot be said. */
    private @Nullable Bound resolved(Bound bound, Scalar stream) {
        ComponentSpec from = spec(bound.from());
        ComponentSpec to = spec(bound.to());
        if (from == null || to == null) {
            return null;
        }
        String name = stream.text();
        boolean output = name.equals(Output.ERROR) || from.outputs().contains(name);
        boolean input = to.inputs().contains(name);
        if (!output && !input) {
            problems.add(noStream(stream, from, to));
            return null;
        }
        boolean both = output && input && !to.inputs().contains(Input.DEFAULT);
        Bound result =
                new Bound(
                        output ? new End(bound.from().component(), stream) : bound.from(),
                        !output || both ? new End(bound.to().component(), stream) : bound.to(),
                        null,
                        bound.options(),
                        bound.position());
        if (output && input && !both && !name.equals(Input.DEFAULT)) {
            problems.add(
                    Problem.AMBIGUOUS_STREAM
                            .at(
                                    stream.position(),
                                    "'%s' is an output of '%s' and an input of '%s'"
                                            .formatted(name, from.name(), to.name()))
                            .withNote("taken as '" + from(result) + " -> " + to(result) + "'")
                            .withFix("say which with 'from_port' and 'to_port'"));
        }
        return result;
    }

    private static Diagnostic noStream(Scalar stream, ComponentSpec from, ComponentSpec to) {
        var known = new ArrayList<>(from.outputs());
        known.addAll(to.inputs());
        return Problem.UNKNOWN_PORT
                .at(
                        stream.position(),
                        "'%s' is neither an output of '%s' nor an input of '%s'"
                                .formatted(stream.text(), from.name(), to.name()))
                .withNote("outputs of '" + from.name() + "': " + String.join(", ", from.outputs()))
                .withNote("inputs of '" + to.name() + "': " + String.join(", ", to.inputs()))
                .withFix(NearestName.question(stream.text(), known));
    }

    private @Nullable ComponentSpec spec(End end) {
        Node node = components.get(end.component().text());
        return node == null ? null : node.spec();
    }

    private static String port(End end, String usual) {
        return end.port() == null ? usual : end.port().text();
    }

    private static Position position(End end) {
        return end.port() == null ? end.component().position() : end.port().position();
    }
}

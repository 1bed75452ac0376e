package io.millrace.graph;

import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.GraphBuilder.Bound;
import io.millrace.graph.GraphBuilder.End;
import io.millrace.graph.GraphBuilder.Exposed;
import io.millrace.graph.StreamSpec.Port;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that the ends of one scope's bindings are components and ports that are there. */
final class Ends {

    private final Scope scope;
    private final Map<String, Node> nodes;
    private final List<Diagnostic> problems;
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> exposedNames = new HashSet<>();

    /**
     * Creates one.
     *
     * @param nodes all components of the graph, by name
     */
    Ends(Scope scope, Map<String, Node> nodes) {
        this.scope = scope;
        this.nodes = nodes;
        this.problems = scope.problems();
        scope.builder().components().forEach(c -> names.add(c.name().text()));
    }

    /**
     * A component or graph that may be bound.
     *
     * @param type what messages call its type
     * @param outputs without {@code error}
     */
    private record Party(String name, String type, List<String> inputs, List<String> outputs) {}

    static Port output(End end) {
        return new Port(end.component().text(), port(end, Output.DEFAULT));
    }

    static Port input(End end) {
        return new Port(end.component().text(), port(end, Input.DEFAULT));
    }

    /** Returns the output of a binding, by the names that its text has. */
    static Port from(Bound binding) {
        return output(binding.from());
    }

    /** Returns the input of a binding, by the names that its text has. */
    static Port to(Bound binding) {
        return input(binding.to());
    }

    /** Returns a binding whose ends are there, with both ports known; null if they are not. */
    @Nullable Bound checked(Bound binding) {
        boolean fromKnown = isKnown(binding.from());
        boolean toKnown = isKnown(binding.to());
        if (!fromKnown || !toKnown) {
            return null;
        }
        Bound named = binding.stream() == null ? binding : resolved(binding, binding.stream());
        if (named == null) {
            return null;
        }
        boolean leaves = hasOutput(named.from());
        boolean arrives = hasInput(named.to());
        return leaves && arrives ? named : null;
    }

    /** Checks an input or output that the scope has as a component. */
    void check(Exposed exposed, String what) {
        Scalar name = exposed.name();
        if (!Names.isName(name.text()) || name.text().equals(Output.ERROR)) {
            problems.add(
                    Problem.BAD_NAME
                            .at(
                                    name.position(),
                                    "'%s' cannot name an %s".formatted(name.text(), what))
                            .withNote(
                                    name.text().equals(Output.ERROR)
                                            ? "failed items leave by 'error' in any case"
                                            : Names.RULE));
        }
        if (!exposedNames.add(what + " " + name.text())) {
            problems.add(
                    Problem.DUPLICATE_NAME
                            .at(
                                    name.position(),
                                    "there are two %ss '%s'".formatted(what, name.text()))
                            .withFix("give them names: '%ss: { a: …, b: … }'".formatted(what)));
        }
        var ports = new HashSet<Port>();
        for (End end : exposed.ends()) {
            boolean isInput = what.equals("input");
            boolean isThere = isKnown(end) && (isInput ? hasInput(end) : hasOutput(end));
            if (isThere && !ports.add(isInput ? input(end) : output(end))) {
                problems.add(
                        Problem.BOUND_TWICE.at(
                                position(end),
                                "%s '%s' names this twice".formatted(what, name.text())));
            }
        }
    }

    private boolean isKnown(End end) {
        String name = end.component().text();
        if (names.contains(name)) {
            return true;
        }
        Diagnostic problem =
                Problem.UNKNOWN_COMPONENT.at(
                        end.component().position(), "there is no component '" + name + "'");
        String question = NearestName.question(name, names);
        problems.add(
                question == null && !names.isEmpty()
                        ? problem.withNote("components: " + Problem.listed(names))
                        : problem.withFix(question));
        return false;
    }

    private boolean hasOutput(End end) {
        Party party = party(end);
        String port = port(end, Output.DEFAULT);
        if (party == null || port.equals(Output.ERROR) || party.outputs().contains(port)) {
            return true;
        }
        problems.add(
                party.outputs().isEmpty()
                        ? sink(end, party)
                        : unknown(end, party, port, "output", party.outputs()));
        return false;
    }

    private boolean hasInput(End end) {
        Party party = party(end);
        String port = port(end, Input.DEFAULT);
        if (party == null || party.inputs().contains(port)) {
            return true;
        }
        problems.add(
                party.inputs().isEmpty()
                        ? source(end, party)
                        : unknown(end, party, port, "input", party.inputs()));
        return false;
    }

    private static Diagnostic sink(End end, Party party) {
        return Problem.OUT_OF_SINK
                .at(
                        position(end),
                        "component '" + party.name() + "' sends nothing that could be bound")
                .withNote("'" + party.type() + "' is a sink: its only output is 'error'")
                .withFix("bind '" + party.name() + ".error', or take this binding away");
    }

    private static Diagnostic source(End end, Party party) {
        return Problem.INTO_SOURCE
                .at(position(end), "component '" + party.name() + "' takes no items")
                .withNote("'" + party.type() + "' is a source: it has no inputs")
                .withFix("take this binding away, or turn it round");
    }

    private static Diagnostic unknown(
            End end, Party party, String port, String what, List<String> known) {
        Diagnostic problem =
                Problem.UNKNOWN_PORT
                        .at(
                                position(end),
                                "component '%s' has no %s '%s'".formatted(party.name(), what, port))
                        .withNote(
                                "%ss of '%s': %s"
                                        .formatted(what, party.type(), String.join(", ", known)));
        String question = NearestName.question(port, known);
        return problem.withFix(
                question == null && known.size() == 1
                        ? "write '" + party.name() + "." + known.getFirst() + "'"
                        : question);
    }

    /** Finds out which end a stream's name belongs to; null if that cannot be said. */
    private @Nullable Bound resolved(Bound bound, Scalar stream) {
        Party from = party(bound.from());
        Party to = party(bound.to());
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

    private static Diagnostic noStream(Scalar stream, Party from, Party to) {
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

    /** Returns what a name stands for; null if that has problems of its own. */
    private @Nullable Party party(End end) {
        String name = end.component().text();
        Scope inner = scope.inner(name);
        if (inner != null) {
            return inner.isBroken()
                    ? null
                    : new Party(
                            name,
                            inner.type().text(),
                            names(inner.builder().inputs()),
                            names(inner.builder().outputs()));
        }
        Node node = nodes.get(scope.path() + name);
        ComponentSpec spec = node == null ? null : node.spec();
        return spec == null
                ? null
                : new Party(name, spec.type().name(), spec.inputs(), spec.outputs());
    }

    private static List<String> names(List<Exposed> all) {
        return all.stream().map(exposed -> exposed.name().text()).toList();
    }

    private static String port(End end, String usual) {
        return end.port() == null ? usual : end.port().text();
    }

    private static Position position(End end) {
        return end.port() == null ? end.component().position() : end.port().position();
    }
}

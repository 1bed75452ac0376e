package io.millrace.testfiles;

import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.Graph;
import io.millrace.graph.NearestName;
import io.millrace.graph.Position;
import io.millrace.graph.Problem;
import io.millrace.graph.Problems;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sees that a test names sources, sinks and outputs that there are, and gives all sources. */
final class NameCheck {

    private final TestFile.Case tested;
    private final TestFormat format;
    private final Mapping top;
    private final Problems problems;
    private final Graph graph;

    NameCheck(TestFile.Case tested, TestFormat format, Mapping top, Problems problems) {
        this.tested = tested;
        this.format = format;
        this.top = top;
        this.problems = problems;
        this.graph = tested.graph();
    }

    void run() {
        Set<String> sources = sources(tested);
        Set<String> outputs = outputs(tested);
        names(top, "given", sources, "no source or input");
        names(tested.written(), "given", sources, "no source or input");
        names(tested.written(), "expect", outputs, "no sink or output");
        for (String source : sources) {
            if (!tested.test().given().containsKey(source) && !format.given().containsKey(source)) {
                problems.add(
                        Problem.MISSING_KEY
                                .at(place(), "nothing is given for '" + source + "'")
                                .withFix(
                                        "give it items under 'given', or '%s: { real: true }'"
                                                .formatted(source)));
            }
        }
    }

    private Position place() {
        Field name = TestFile.field(tested.written(), "name");
        return name == null ? tested.written().position() : name.value().position();
    }

    private void names(Mapping within, String key, Set<String> known, String what) {
        if (!(within.get(key) instanceof Mapping named)) {
            return;
        }
        for (Field field : named.fields()) {
            String name = field.key().text();
            if (!known.contains(name)) {
                var problem =
                        Problem.UNKNOWN_COMPONENT
                                .at(
                                        field.key().position(),
                                        "'%s' has %s '%s'".formatted(graph.name(), what, name))
                                .withNote("there are: " + String.join(", ", known))
                                .withFix(NearestName.question(name, known));
                if (!problems.contains(problem)) {
                    problems.add(problem);
                }
            }
        }
    }

    /** Returns what items can be given to. */
    static Set<String> sources(TestFile.Case tested) {
        var names = new LinkedHashSet<String>();
        tested.graph().inputs().forEach(input -> names.add(input.name()));
        for (ComponentSpec component : tested.graph().components()) {
            if (isSource(component) && !tested.isOfComponent()) {
                names.add(component.name());
            }
        }
        return names;
    }

    private static boolean isSource(ComponentSpec component) {
        return Source.class.isAssignableFrom(component.type().implementation())
                || component.inputs().isEmpty();
    }

    /** Returns what can be expected of: sinks, outputs of the whole, outputs of components. */
    static Set<String> outputs(TestFile.Case tested) {
        var names = new LinkedHashSet<>(sinks(tested));
        if (tested.isOfComponent()) {
            return names;
        }
        for (ComponentSpec component : tested.graph().components()) {
            var outputs = new ArrayList<>(component.outputs());
            outputs.add(Output.ERROR);
            outputs.forEach(output -> names.add(component.name() + "." + output));
        }
        return names;
    }

    /** Returns the sinks, and the outputs of the whole. */
    static List<String> sinks(TestFile.Case tested) {
        var names = new ArrayList<String>();
        if (!tested.isOfComponent()) {
            tested.graph().components().stream()
                    .filter(c -> c.outputs().isEmpty())
                    .forEach(c -> names.add(c.name()));
        }
        tested.graph().outputs().forEach(output -> names.add(output.name()));
        return names;
    }
}

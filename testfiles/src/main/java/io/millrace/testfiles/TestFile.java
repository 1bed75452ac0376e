package io.millrace.testfiles;

import io.millrace.blueprint.Blueprint;
import io.millrace.blueprint.YamlText;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.ConfigRecords;
import io.millrace.graph.ConfigValue;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Sequence;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Graph;
import io.millrace.graph.Position;
import io.millrace.graph.Problem;
import io.millrace.graph.Problems;
import io.millrace.graph.Quantities;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A file of tests: of a blueprint, or of one component.
 *
 * <p>Its tests run on the real engine in virtual time, with the items they give in the place of the
 * sources; no sink writes anything.
 *
 * <p>Not safe for several threads.
 *
 * @since 0.1
 */
public final class TestFile {

    /** The ending of the names of test files. */
    public static final String ENDING = ".test.yaml";

    private static final String COMPONENT = "component";
    private static final String TESTS = "tests";

    private final Path file;
    private final YamlText yaml;
    private final Mapping top;
    private final TestFormat format;
    private final List<Mapping> tests;
    private final ComponentRegistry registry;
    private final Blueprint.Environment environment;
    private final Problems problems = new Problems();
    private final Map<Map<String, String>, @Nullable Graph> graphs = new HashMap<>();

    private TestFile(
            Path file,
            YamlText yaml,
            Mapping top,
            TestFormat format,
            List<Mapping> tests,
            ComponentRegistry registry,
            Blueprint.Environment environment) {
        this.file = file;
        this.yaml = yaml;
        this.top = top;
        this.format = format;
        this.tests = tests;
        this.registry = registry;
        this.environment = environment;
    }

    /**
     * One test.
     *
     * @param test what it says
     * @param written where each part of it is written
     * @param graph what it runs
     * @param isOfComponent whether that is one component, which is to run as it is
     */
    record Case(TestFormat.Test test, Mapping written, Graph graph, boolean isOfComponent) {}

    /**
     * Reads a file.
     *
     * @param file the file, named in messages as it is given here
     * @param registry the component types that may be used
     * @throws BlueprintException if there is anything wrong with it; it holds all problems
     */
    public static TestFile read(Path file, ComponentRegistry registry) {
        YamlText yaml = YamlText.read(file);
        var problems = new Problems();
        yaml.problems().forEach(problems::add);
        if (!(yaml.root() instanceof Mapping top)) {
            throw new BlueprintException(
                    List.of(
                            Problem.WRONG_SHAPE
                                    .at(
                                            yaml.root().position(),
                                            "a test file is a mapping, not "
                                                    + yaml.root().describe())
                                    .withFix("begin with 'blueprint:' and 'tests:'")));
        }
        TestFormat format =
                ConfigRecords.read(
                        TestFormat.class, top, "a test file", List.of(COMPONENT), problems);
        checkSubject(top, problems);
        List<Mapping> tests = tests(top, problems);
        if (format == null || !problems.isEmpty()) {
            throw new BlueprintException(problems);
        }
        return new TestFile(file, yaml, top, format, tests, registry, System::getenv);
    }

    private static void checkSubject(Mapping top, Problems problems) {
        boolean hasBlueprint = top.get("blueprint") != null;
        if (hasBlueprint == (top.get(COMPONENT) != null)) {
            problems.add(
                    Problem.MISSING_KEY
                            .at(
                                    top.position(),
                                    hasBlueprint
                                            ? "a test file has a 'blueprint' or a 'component', not"
                                                    + " both"
                                            : "a test file needs what it tests")
                            .withFix("name a 'blueprint', or give a 'component' with its type"));
        }
    }

    private static List<Mapping> tests(Mapping top, Problems problems) {
        var tests = new ArrayList<Mapping>();
        var names = new HashMap<String, Position>();
        if (top.get(TESTS) instanceof Sequence list) {
            for (ConfigValue element : list.elements()) {
                if (element instanceof Mapping test) {
                    tests.add(test);
                    checkName(test, names, problems);
                    checkTimes(test, problems);
                }
            }
            if (list.elements().isEmpty()) {
                problems.add(Problem.MISSING_KEY.at(list.position(), "there is no test"));
            }
        }
        return tests;
    }

    private static void checkName(Mapping test, Map<String, Position> names, Problems problems) {
        if (test.get("name") instanceof ConfigValue.Scalar name) {
            Position other = names.putIfAbsent(name.text(), name.position());
            if (other != null) {
                problems.add(
                        Problem.DUPLICATE_NAME
                                .at(name.position(), "two tests are named '" + name.text() + "'")
                                .withNote("the other: " + other));
            }
        }
    }

    /** Sees that the times of items are durations: else they would be taken for items. */
    private static void checkTimes(ConfigValue value, Problems problems) {
        switch (value) {
            case Mapping mapping -> {
                boolean isTimed = mapping.fields().size() == 2 && mapping.get("item") != null;
                if (isTimed
                        && mapping.get("at") instanceof ConfigValue.Scalar at
                        && Quantities.duration(at.text()) == null) {
                    problems.add(
                            Problem.WRONG_TYPE.at(
                                    at.position(),
                                    "'at' must be a time such as 250ms or 10s, not "
                                            + at.describe()));
                }
                mapping.fields().forEach(field -> checkTimes(field.value(), problems));
            }
            case Sequence list -> list.elements().forEach(e -> checkTimes(e, problems));
            default -> {}
        }
    }

    /**
     * Runs the tests.
     *
     * @param accept whether to write what came into the file where it is not as expected
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public TestReport run(boolean accept) throws InterruptedException {
        List<Case> cases = cases();
        if (!problems.isEmpty()) {
            return new TestReport(file.toString(), problems, List.of(), 0);
        }
        var acceptance = new Acceptance(yaml);
        var reports = new ArrayList<CaseReport>();
        for (Case each : cases) {
            var run = new CaseRun(each, format, folder());
            List<String> differences = run.differences();
            if (accept && !differences.isEmpty()) {
                differences = acceptance.accept(each, run) ? List.of() : differences;
            }
            reports.add(new CaseReport(each.test().name(), place(each), differences));
        }
        int accepted = accept ? acceptance.writeTo(file) : 0;
        return new TestReport(file.toString(), List.of(), reports, accepted);
    }

    private static Position place(Case each) {
        ConfigValue name = Objects.requireNonNull(each.written().get("name"), "name");
        return name.position();
    }

    private Path folder() {
        Path folder = file.getParent();
        return folder == null ? Path.of("") : folder;
    }

    /** Returns the tests with their graphs; problems with these are noted. */
    private List<Case> cases() {
        var cases = new ArrayList<Case>();
        for (int i = 0; i < tests.size(); i++) {
            TestFormat.Test test = format.tests().get(i);
            var settings = new LinkedHashMap<>(format.set());
            settings.putAll(test.set());
            if (!graphs.containsKey(settings)) {
                graphs.put(settings, graph(settings));
            }
            Graph graph = graphs.get(settings);
            if (graph != null) {
                var each = new Case(test, tests.get(i), graph, format.blueprint().isEmpty());
                new NameCheck(each, format, top, problems).run();
                cases.add(each);
            }
        }
        return cases;
    }

    private @Nullable Graph graph(Map<String, String> settings) {
        try {
            if (format.blueprint().isPresent()) {
                Path blueprint = folder().resolve(format.blueprint().get());
                return new Blueprint(registry, settings, environment).read(blueprint);
            }
            ConfigValue component = Objects.requireNonNull(top.get(COMPONENT), COMPONENT);
            return ComponentGraph.of(component, registry, folder());
        } catch (BlueprintException e) {
            for (Diagnostic problem : e.diagnostics()) {
                if (problem.severity() == Diagnostic.Severity.ERROR
                        && !problems.contains(problem)) {
                    problems.add(problem);
                }
            }
            return null;
        }
    }

    /** Returns the field of a mapping with its key, or null if it is not there. */
    static @Nullable Field field(Mapping mapping, String key) {
        for (Field field : mapping.fields()) {
            if (field.key().text().equals(key)) {
                return field;
            }
        }
        return null;
    }
}

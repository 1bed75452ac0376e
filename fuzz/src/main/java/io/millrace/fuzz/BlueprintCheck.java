package io.millrace.fuzz;

import io.millrace.api.Document;
import io.millrace.blueprint.Blueprint;
import io.millrace.components.BuiltIns;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.DiagnosticRenderer;
import io.millrace.graph.Position;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A text becomes a graph, or is refused with diagnostics that have a place in it; they can be shown
 * to a person and to a program; and reading it again says the same.
 */
final class BlueprintCheck implements Target.Check {

    private static final String FILE = "fuzz.yaml";
    private static final Path NOWHERE = Path.of("no-such-folder").toAbsolutePath();
    private static final Pattern CODE = Pattern.compile("MR\\d{3}");

    private final Blueprint blueprint =
            new Blueprint(
                    new ComponentRegistry().register(new BuiltIns()),
                    Map.of("SET", "set"),
                    name -> name.equals("HOME") ? "/home/ada" : null);

    @Override
    public void check(byte[] input) throws Exception {
        String text = Utf8Text.of(input);
        if (text == null) {
            return; // a file that is not UTF-8 is refused before it is read as a blueprint
        }
        List<Diagnostic> problems = Bounds.measured(() -> problems(text));
        String shown =
                Bounds.measured(() -> new DiagnosticRenderer(file -> text, false).text(problems));
        if (!problems.isEmpty() && shown.isBlank()) {
            throw new AssertionError("nothing is shown");
        }
        long lines = text.lines().count() + 1;
        for (Diagnostic problem : problems) {
            check(problem, lines, text.length());
        }
        if (!problems(text).equals(problems)) {
            throw new AssertionError("another time other problems");
        }
    }

    private List<Diagnostic> problems(String text) {
        try {
            return blueprint.parse(text, FILE, NOWHERE).warnings();
        } catch (BlueprintException e) {
            if (e.diagnostics().stream()
                    .noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR)) {
                throw new AssertionError("refused without an error", e);
            }
            return e.diagnostics();
        }
    }

    private static void check(Diagnostic problem, long lines, int length) {
        Position at = problem.position();
        boolean hasPlace =
                at.file().equals(FILE)
                        && at.line() >= 0
                        && at.line() <= lines
                        && at.column() >= 0
                        && at.column() <= length + 1
                        && at.length() >= 1;
        if (!hasPlace) {
            throw new AssertionError("no place: " + problem);
        }
        if (!CODE.matcher(problem.code()).matches() || problem.message().isBlank()) {
            throw new AssertionError("says nothing: " + problem);
        }
        String json = DiagnosticRenderer.json(problem);
        if (!problem.message().isEmpty() && Document.parse(json).get("message") == null) {
            throw new AssertionError("not for programs: " + json);
        }
    }
}

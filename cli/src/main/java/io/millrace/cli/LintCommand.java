package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Diagnostic.Severity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells all problems of blueprints without running them. */
final class LintCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "lint",
                "FILE…",
                1,
                Integer.MAX_VALUE,
                "Tells all problems of blueprints, without running them.",
                List.of(Option.SET, Option.JSON),
                List.of("./millrace lint examples/delayed-flights.yaml examples/airports.yaml"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) {
        var found = new ArrayList<Diagnostic>();
        for (Path file : arguments.files()) {
            found.addAll(problems(file, arguments.settings()));
        }
        if (arguments.has(Option.JSON)) {
            terminal.print(Document.array(found.stream().map(Diagnostics::json).toList()) + "\n");
        } else {
            if (!found.isEmpty()) {
                terminal.print(Diagnostics.text(found));
            }
            terminal.say(summary(arguments.files().size(), found));
        }
        return count(found, Severity.ERROR) == 0 ? ExitCode.OK : ExitCode.INVALID;
    }

    private static List<Diagnostic> problems(Path file, Map<String, String> settings) {
        try {
            return Blueprints.read(file, settings).warnings();
        } catch (BlueprintException e) {
            return e.diagnostics();
        }
    }

    private static String summary(int files, List<Diagnostic> found) {
        long errors = count(found, Severity.ERROR);
        long warnings = count(found, Severity.WARNING);
        return "%d %s: %d %s, %d %s"
                .formatted(
                        files,
                        files == 1 ? "file" : "files",
                        errors,
                        errors == 1 ? "error" : "errors",
                        warnings,
                        warnings == 1 ? "warning" : "warnings");
    }

    private static long count(List<Diagnostic> found, Severity severity) {
        return found.stream().filter(d -> d.severity() == severity).count();
    }
}

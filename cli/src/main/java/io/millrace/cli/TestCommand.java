package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentRegistry;
import io.millrace.testfiles.CaseReport;
import io.millrace.testfiles.TestFile;
import io.millrace.testfiles.TestFiles;
import io.millrace.testfiles.TestReport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the tests of test files. */
final class TestCommand implements Command {

    private static final Option ACCEPT =
            new Option("--accept", null, "write what came into the files as what is expected");

    @Override
    public Usage usage() {
        return new Usage(
                "test",
                "FILE…",
                1,
                Integer.MAX_VALUE,
                "Runs the tests of files *.test.yaml, or of all below a folder.",
                List.of(ACCEPT, Option.JSON, Option.VERBOSE),
                List.of(
                        "./millrace test examples",
                        "./millrace test --accept examples/delayed-flights.test.yaml"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) throws InterruptedException {
        if (arguments.has(Option.VERBOSE)) {
            LogConfiguration.verbose();
        } else {
            LogConfiguration.quiet(); // what fails in a test is told by the test
        }
        long start = System.nanoTime();
        var reports = new ArrayList<TestReport>();
        var registry = ComponentRegistry.discover();
        for (Path file : files(arguments)) {
            TestReport report = report(file, registry, arguments.has(ACCEPT));
            reports.add(report);
            if (!arguments.has(Option.JSON)) {
                terminal.print(text(report));
            }
        }
        if (arguments.has(Option.JSON)) {
            terminal.print(Document.array(reports.stream().map(TestCommand::json).toList()) + "\n");
        } else {
            terminal.say(summary(reports, (System.nanoTime() - start) / 1e9));
        }
        return exitCode(reports);
    }

    private static List<Path> files(Arguments arguments) {
        try {
            List<Path> files = TestFiles.in(arguments.files());
            if (files.isEmpty()) {
                throw arguments.wrong("there is no file *" + TestFile.ENDING + " there", null);
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new EnvironmentException("a folder cannot be read: " + e.getMessage(), e);
        }
    }

    private static TestReport report(Path file, ComponentRegistry registry, boolean accept)
            throws InterruptedException {
        try {
            return TestFile.read(file, registry).run(accept);
        } catch (BlueprintException e) {
            return new TestReport(file.toString(), e.diagnostics(), List.of(), 0);
        } catch (UncheckedIOException e) {
            throw new EnvironmentException(String.valueOf(e.getMessage()), e);
        }
    }

    private static int exitCode(List<TestReport> reports) {
        if (reports.stream().anyMatch(TestReport::isInvalid)) {
            return ExitCode.INVALID;
        }
        return reports.stream().anyMatch(r -> r.failed() > 0) ? ExitCode.FAILED : ExitCode.OK;
    }

    private static String text(TestReport report) {
        var text = new StringBuilder(report.file()).append('\n');
        if (!report.problems().isEmpty()) {
            text.append(Diagnostics.text(report.problems()));
        }
        for (CaseReport each : report.cases()) {
            text.append(each.hasPassed() ? "  ok    " : "  FAIL  ").append(each.name());
            if (!each.hasPassed()) {
                text.append("  (line ").append(each.position().line()).append(')');
            }
            text.append('\n');
            each.differences()
                    .forEach(
                            lines ->
                                    lines.lines()
                                            .forEach(
                                                    line ->
                                                            text.append("          ")
                                                                    .append(line)
                                                                    .append('\n')));
        }
        return text.toString();
    }

    private static String summary(List<TestReport> reports, double seconds) {
        int tests = reports.stream().mapToInt(r -> r.cases().size()).sum();
        int failed = reports.stream().mapToInt(TestReport::failed).sum();
        int accepted = reports.stream().mapToInt(TestReport::accepted).sum();
        long invalid = reports.stream().filter(TestReport::isInvalid).count();
        var text = new StringBuilder();
        text.append(counted(tests, "test")).append(" in ").append(counted(reports.size(), "file"));
        text.append(": ").append(tests - failed).append(" passed, ").append(failed);
        text.append(" failed");
        if (invalid > 0) {
            text.append("; ").append(counted(invalid, "file")).append(" could not be read");
        }
        if (accepted > 0) {
            text.append("; ").append(counted(accepted, "expectation")).append(" written");
        }
        return text.append(String.format(Locale.ROOT, " (%.1f s)", seconds)).toString();
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static Document json(TestReport report) {
        return Document.object()
                .put("file", report.file())
                .put(
                        "problems",
                        Document.array(report.problems().stream().map(Diagnostics::json).toList()))
                .put(
                        "tests",
                        Document.array(report.cases().stream().map(TestCommand::json).toList()))
                .put("accepted", report.accepted())
                .build();
    }

    private static Document json(CaseReport each) {
        return Document.object()
                .put("name", each.name())
                .put("line", each.position().line())
                .put("passed", each.hasPassed())
                .put(
                        "differences",
                        Document.array(each.differences().stream().map(Document::of).toList()))
                .build();
    }
}

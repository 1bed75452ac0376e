package io.millrace.testfiles;

import io.millrace.api.Document;
import io.millrace.api.ErrorEvent;
import io.millrace.api.Output;
import io.millrace.engine.Run.Outcome;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;
import io.millrace.testkit.Arrival;
import io.millrace.testkit.BlueprintRun;
import io.millrace.testkit.BlueprintTester;
import io.millrace.testkit.Given;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Runs one test, and compares what came with what is expected. */
final class CaseRun {

    private final TestFile.Case tested;
    private final TestFormat.Test test;
    private final TestFormat format;
    private final Path folder;
    private @Nullable BlueprintRun run;

    CaseRun(TestFile.Case tested, TestFormat format, Path folder) {
        this.tested = tested;
        this.test = tested.test();
        this.format = format;
        this.folder = folder;
    }

    /** Runs the test; returns what is not as expected, in lines; empty if all is. */
    List<String> differences() throws InterruptedException {
        try {
            BlueprintRun done = tester().run();
            run = done;
            return compare(done);
        } catch (AssertionError | IllegalArgumentException | IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** Returns what came, after {@link #differences}; null if the run could not be. */
    @Nullable BlueprintRun run() {
        return run;
    }

    private BlueprintTester tester() throws IOException {
        BlueprintTester tester = BlueprintTester.of(tested.graph());
        if (tested.isOfComponent()) {
            tester = tester.real(ComponentGraph.NAME);
        }
        var given = new LinkedHashMap<>(format.given());
        given.putAll(test.given());
        Set<String> sources = NameCheck.sources(tested);
        for (Map.Entry<String, TestFormat.Items> each : given.entrySet()) {
            if (!sources.contains(each.getKey())) {
                continue;
            }
            tester =
                    each.getValue().real()
                            ? tester.real(each.getKey())
                            : tester.given(each.getKey(), items(each.getValue()));
        }
        List<String> kept = NameCheck.sinks(tested);
        for (String name : test.expect().keySet()) {
            tester = kept.contains(name) ? tester : tester.capture(name);
        }
        return test.runFor().isPresent() ? tester.drainAfter(test.runFor().get()) : tester;
    }

    private Given items(TestFormat.Items written) throws IOException {
        Given items =
                written.file().isPresent()
                        ? Given.jsonLines(folder.resolve(written.file().get()))
                        : Given.items(
                                written.items().orElse(List.of()).stream()
                                        .map(Documents::timed)
                                        .map(this::given)
                                        .toArray());
        return written.every().isPresent()
                ? items.every(Documents.text(written.every().get()))
                : items;
    }

    private Object given(Documents.Timed timed) {
        Duration at = timed.at();
        Object item =
                tested.isOfComponent()
                        ? ItemType.convert(
                                timed.item(),
                                tested.graph().components().getFirst().type().implementation())
                        : timed.item();
        return at == null ? item : Given.at(Documents.text(at), item);
    }

    private List<String> compare(BlueprintRun done) {
        var lines = new ArrayList<String>();
        outcome(done.outcome(), lines);
        if (!lines.isEmpty() || test.fails().isPresent()) {
            return lines;
        }
        test.expect()
                .forEach(
                        (name, expected) ->
                                lines.addAll(
                                        new Expectation(name, expected, done.arrivals(name))
                                                .differences()));
        lines.addAll(errors(done));
        test.elapsed()
                .filter(elapsed -> !elapsed.equals(done.elapsed()))
                .ifPresent(
                        elapsed ->
                                lines.add(
                                        "elapsed: %s expected, it took %s"
                                                .formatted(
                                                        Documents.text(elapsed),
                                                        Documents.text(done.elapsed()))));
        if (test.expect().isEmpty() && test.errors().isEmpty() && test.elapsed().isEmpty()) {
            lines.add("nothing is expected; --accept writes what came");
        }
        return lines;
    }

    private void outcome(Outcome outcome, List<String> lines) {
        String failure =
                switch (outcome) {
                    case Outcome.Finished _, Outcome.Suspended _ -> "";
                    case Outcome.Cancelled() -> "the run did not end by itself";
                    case Outcome.Failed(var component, var phase, var cause) ->
                            "'%s' failed in %s: %s".formatted(component, phase, cause.getMessage());
                };
        if (test.fails().isEmpty()) {
            if (!failure.isEmpty()) {
                lines.add("the run failed: " + failure);
            }
        } else if (failure.isEmpty()) {
            lines.add("fails: the run ended by itself");
        } else if (!failure.contains(test.fails().get())) {
            lines.add("fails: '" + test.fails().get() + "' expected");
            lines.add("  came      " + failure);
        }
    }

    private List<String> errors(BlueprintRun done) {
        List<ErrorEvent> failed = failed(done);
        if (test.errors().isPresent()) {
            return new ErrorExpectation(test.errors().get(), failed).differences();
        }
        List<ErrorEvent> unexpected =
                failed.stream().filter(e -> !isExpected(e.component())).toList();
        if (unexpected.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add(
                "errors: %d %s, none expected"
                        .formatted(
                                unexpected.size(),
                                unexpected.size() == 1 ? "item failed" : "items failed"));
        ErrorExpectation.show(unexpected, lines);
        return lines;
    }

    /** Returns the failures by which an item was lost to its way. */
    static List<ErrorEvent> failed(BlueprintRun done) {
        return done.errors().stream()
                .filter(e -> e.severity() != ErrorEvent.Severity.WARNING && e.item() != null)
                .toList();
    }

    /** Whether the test says what is to come of the failed items of a component. */
    private boolean isExpected(String component) {
        Graph graph = tested.graph();
        if (test.expect().containsKey(component + "." + Output.ERROR)) {
            return true;
        }
        for (StreamSpec stream : graph.streams()) {
            if (isErrorOf(component, stream.from())
                    && test.expect().containsKey(stream.to().component())) {
                return true;
            }
        }
        return graph.outputs().stream()
                .filter(output -> test.expect().containsKey(output.name()))
                .flatMap(output -> output.ports().stream())
                .anyMatch(port -> isErrorOf(component, port));
    }

    private static boolean isErrorOf(String component, StreamSpec.Port port) {
        return port.component().equals(component) && port.port().equals(Output.ERROR);
    }

    /** Returns what arrived somewhere, as documents. */
    static List<Documents.Timed> documents(List<Arrival> arrivals) {
        return arrivals.stream()
                .map(a -> new Documents.Timed(a.at(), Documents.of(a.item())))
                .toList();
    }

    /** Returns the item of a failure as a document. */
    static Document item(ErrorEvent event) {
        return Documents.of(Objects.requireNonNull(event.item(), "item"));
    }
}

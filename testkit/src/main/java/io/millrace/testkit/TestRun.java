package io.millrace.testkit;

import io.millrace.api.Document;
import io.millrace.api.ErrorEvent;
import io.millrace.api.Output;
import io.millrace.engine.Run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What came of a run of one component.
 *
 * @param outcome how the run ended
 * @param arrivals what left by each bound output, {@code error} too, with times and keys
 * @param events the component's last failures, 100 at most, the newest last
 * @param status the component's counters
 * @param elapsed how long it took, in virtual time
 * @since 0.1
 */
public record TestRun(
        Run.Outcome outcome,
        Map<String, List<Arrival>> arrivals,
        List<ErrorEvent> events,
        Run.ComponentStatus status,
        Duration elapsed) {

    static TestRun of(GraphTester.Result result, String tested, Map<String, CollectSink> sinks) {
        var arrivals = new LinkedHashMap<String, List<Arrival>>();
        sinks.forEach((output, sink) -> arrivals.put(output, sink.arrivals()));
        return new TestRun(
                result.outcome(),
                arrivals,
                result.errors().getOrDefault(tested, List.of()),
                result.component(tested),
                result.elapsed());
    }

    /** Returns what left by each bound output, {@code error} too. */
    public Map<String, List<Object>> outputs() {
        var outputs = new LinkedHashMap<String, List<Object>>();
        arrivals.forEach(
                (output, items) -> outputs.put(output, items.stream().map(Arrival::item).toList()));
        return outputs;
    }

    /** Returns what left by the output named {@code output}. */
    public List<Object> output() {
        return output(Output.DEFAULT);
    }

    /** Returns what left by an output. */
    public List<Object> output(String name) {
        return arrivals(name).stream().map(Arrival::item).toList();
    }

    /** Returns what left by an output, with times and keys. */
    public List<Arrival> arrivals(String output) {
        return Objects.requireNonNull(
                arrivals.get(output), () -> "'" + output + "' is not among " + arrivals.keySet());
    }

    /** Returns what left by an output, each item as its text. */
    public List<String> texts(String name) {
        return output(name).stream().map(Object::toString).toList();
    }

    /** Returns what left by the output named {@code output}, each item as its text. */
    public List<String> texts() {
        return texts(Output.DEFAULT);
    }

    /** Returns the error items. */
    public List<Document> errors() {
        return output(Output.ERROR).stream().map(Document.class::cast).toList();
    }

    /** Returns the messages of the error items. */
    public List<String> errorMessages() {
        return errors().stream()
                .map(e -> Objects.requireNonNull(e.get("error")).asString())
                .toList();
    }

    /**
     * Returns why the component failed.
     *
     * @throws AssertionError if it did not
     */
    public Throwable failure() {
        if (outcome instanceof Run.Outcome.Failed failed) {
            return failed.cause();
        }
        throw new AssertionError("expected a failure, but it " + outcome);
    }

    /**
     * Checks that the run ended by itself.
     *
     * @return this
     * @throws AssertionError if it failed or was cancelled
     */
    public TestRun finished() {
        assertFinished(outcome);
        return this;
    }

    static void assertFinished(Run.Outcome outcome) {
        if (outcome instanceof Run.Outcome.Failed failed) {
            throw new AssertionError(
                    "'" + failed.component() + "' failed in " + failed.phase(), failed.cause());
        }
        if (!(outcome instanceof Run.Outcome.Finished)) {
            throw new AssertionError("expected a normal end, but it " + outcome);
        }
    }

    /** Checks that another run of the same came to the same. */
    void assertSame(TestRun other, String how, boolean anyOrder) {
        String mine = comparable(anyOrder);
        String others = other.comparable(anyOrder);
        if (!mine.equals(others)) {
            throw new AssertionError(
                    "it makes a difference how the component is run\nfused: "
                            + mine
                            + "\n"
                            + how
                            + ": "
                            + others);
        }
    }

    private String comparable(boolean anyOrder) {
        var all = new TreeMap<String, List<String>>();
        outputs()
                .forEach(
                        (name, items) -> {
                            Stream<String> texts = texts(name, items).stream();
                            all.put(name, (anyOrder ? texts.sorted() : texts).toList());
                        });
        return (outcome instanceof Run.Outcome.Failed f ? "failed: " + f.cause() : outcome)
                + " "
                + all;
    }

    /** Returns the items of an output as text, to be compared with those of another run. */
    static List<String> texts(String output, List<Object> items) {
        return items.stream().map(i -> text(output, i)).toList();
    }

    /**
     * Returns an item as text; of an error item what does not depend on when it was made, nor on
     * whether its source was in the same task and could be asked for its position.
     */
    private static String text(String output, Object item) {
        return output.equals(Output.ERROR) && item instanceof Document error
                ? error.edit().remove("timestamp").remove("position").build().toString()
                : item.toString();
    }
}

package io.millrace.testkit;

import io.millrace.api.Document;
import io.millrace.api.ErrorEvent;
import io.millrace.engine.Run;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What came of a run of a blueprint.
 *
 * @param result how the run went
 * @param arrivals what came, with times and keys: by the name of a sink, of an output of the
 *     blueprint, or of an output that was captured
 * @since 0.1
 */
public record BlueprintRun(GraphTester.Result result, Map<String, List<Arrival>> arrivals) {

    /** Returns what came to a sink or left by an output. */
    public List<Object> output(String name) {
        return arrivals(name).stream().map(Arrival::item).toList();
    }

    /** Returns what came to a sink or left by an output, each item as its text. */
    public List<String> texts(String name) {
        return output(name).stream().map(Object::toString).toList();
    }

    /** Returns what came to a sink or left by an output, with times and keys. */
    public List<Arrival> arrivals(String name) {
        return Objects.requireNonNull(
                arrivals.get(name), () -> "'" + name + "' is not among " + arrivals.keySet());
    }

    /** Returns the last failures of all components, 100 at most of each, in the order of time. */
    public List<ErrorEvent> errors() {
        return result.errors().values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(ErrorEvent::at))
                .toList();
    }

    /** Returns a component's dead letters. */
    public List<Document> deadLetters(String component) {
        return result.deadLetters(component);
    }

    /** Returns a component's counters. */
    public Run.ComponentStatus component(String name) {
        return result.component(name);
    }

    /** Returns how the run ended. */
    public Run.Outcome outcome() {
        return result.outcome();
    }

    /** Returns how long the run took, in virtual time. */
    public Duration elapsed() {
        return result.elapsed();
    }

    /**
     * Checks that the run ended by itself.
     *
     * @return this
     * @throws AssertionError if it failed or was cancelled
     */
    public BlueprintRun finished() {
        TestRun.assertFinished(outcome());
        return this;
    }
}

package io.millrace.testkit;

import io.millrace.api.ErrorEvent;
import io.millrace.api.Output;
import io.millrace.engine.Run;

import org.assertj.core.api.AbstractAssert;

import java.time.Duration;
import java.util.List;

/**
 * Assertions about a run of one component.
 *
 * @since 0.1
 */
public final class RunAssert extends AbstractAssert<RunAssert, TestRun> {

    RunAssert(TestRun run) {
        super(run, RunAssert.class);
    }

    /** Checks that the run ended by itself. */
    public RunAssert finished() {
        isNotNull();
        actual.finished();
        return this;
    }

    /**
     * Checks that the component failed.
     *
     * @param phase what it was doing: {@code setup}, {@code process}, {@code cleanup}
     * @param message a part of the message of what it threw
     */
    public RunAssert failedIn(String phase, String message) {
        isNotNull();
        if (!(actual.outcome() instanceof Run.Outcome.Failed failed)
                || !failed.phase().equals(phase)
                || !String.valueOf(failed.cause().getMessage()).contains(message)) {
            failWithMessage(
                    "Expected a failure in %s with '%s', but it %s",
                    phase, message, actual.outcome());
        }
        return this;
    }

    /** Begins assertions about the items that left by the output named {@code output}. */
    public OutputAssert output() {
        return output(Output.DEFAULT);
    }

    /** Begins assertions about the items that left by an output. */
    public OutputAssert output(String name) {
        isNotNull();
        return new OutputAssert(actual.arrivals(name)).as("output '%s'", name);
    }

    /** Checks how many items failed. */
    public RunAssert hasFailed(int items) {
        isNotNull();
        if (actual.status().errors() != items) {
            failWithMessage(
                    "Expected %d items to fail, but %d did: %s",
                    items, actual.status().errors(), messages(actual.events()));
        }
        return this;
    }

    /** Begins assertions about a failure, by its number from 0. */
    public ErrorAssert error(int number) {
        isNotNull();
        return ErrorAssert.of(actual.events(), number);
    }

    /**
     * Checks that each item that was taken left by an output, failed, or was dropped and counted:
     * for a component that makes one item of each. One that swallows an exception does not account
     * for the item.
     */
    public RunAssert accountsForEveryItem() {
        isNotNull();
        Run.ComponentStatus status = actual.status();
        long sent = status.itemsOut();
        long dropped = status.dropped().getOrDefault("unrouted", 0L);
        long left = status.itemsIn() - sent - status.errors() - dropped;
        if (left != 0) {
            failWithMessage(
                    "Items unaccounted for: %d (%d in, %d out, %d errors, %d dropped)",
                    left, status.itemsIn(), sent, status.errors(), dropped);
        }
        return this;
    }

    /** Checks how long the run took, in virtual time. */
    public RunAssert took(Duration time) {
        isNotNull();
        if (!actual.elapsed().equals(time)) {
            failWithMessage("Expected it to take %s, but it took %s", time, actual.elapsed());
        }
        return this;
    }

    static List<String> messages(List<ErrorEvent> events) {
        return events.stream().map(ErrorEvent::message).toList();
    }
}

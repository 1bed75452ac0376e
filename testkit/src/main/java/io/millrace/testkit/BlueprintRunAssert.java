package io.millrace.testkit;

import io.millrace.engine.Run;

import org.assertj.core.api.AbstractAssert;

import java.time.Duration;

/**
 * Assertions about a run of a blueprint.
 *
 * @since 0.1
 */
public final class BlueprintRunAssert extends AbstractAssert<BlueprintRunAssert, BlueprintRun> {

    BlueprintRunAssert(BlueprintRun run) {
        super(run, BlueprintRunAssert.class);
    }

    /** Checks that the run ended by itself. */
    public BlueprintRunAssert finished() {
        isNotNull();
        actual.finished();
        return this;
    }

    /** Begins assertions about what came to a sink or left by an output. */
    public OutputAssert output(String name) {
        isNotNull();
        return new OutputAssert(actual.arrivals(name)).as("'%s'", name);
    }

    /** Checks how many items failed, in all components together. */
    public BlueprintRunAssert hasFailed(int items) {
        isNotNull();
        long failed =
                actual.result().components().stream().mapToLong(Run.ComponentStatus::errors).sum();
        if (failed != items) {
            failWithMessage(
                    "Expected %d items to fail, but %d did: %s",
                    items, failed, RunAssert.messages(actual.errors()));
        }
        return this;
    }

    /** Begins assertions about a failure, by its number from 0, in the order of time. */
    public ErrorAssert error(int number) {
        isNotNull();
        return ErrorAssert.of(actual.errors(), number);
    }

    /** Checks how long the run took, in virtual time. */
    public BlueprintRunAssert took(Duration time) {
        isNotNull();
        if (!actual.elapsed().equals(time)) {
            failWithMessage("Expected it to take %s, but it took %s", time, actual.elapsed());
        }
        return this;
    }
}

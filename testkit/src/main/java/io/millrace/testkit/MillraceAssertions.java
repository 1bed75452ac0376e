package io.millrace.testkit;

/**
 * Assertions about runs, in the words of streams; they need AssertJ. Static import gives them
 * beside those of AssertJ itself.
 *
 * @since 0.1
 */
public final class MillraceAssertions {

    private MillraceAssertions() {}

    /** Begins assertions about a run of one component. */
    public static RunAssert assertThat(TestRun run) {
        return new RunAssert(run);
    }

    /** Begins assertions about a run of a blueprint. */
    public static BlueprintRunAssert assertThat(BlueprintRun run) {
        return new BlueprintRunAssert(run);
    }
}

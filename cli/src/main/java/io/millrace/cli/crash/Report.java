package io.millrace.cli.crash;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a check has found.
 *
 * @param verdicts one for each output
 * @param unseen sinks that leave nothing to look at
 * @param kills how many processes were killed
 * @param runs how many runs there were, each killed several times and then left to its end
 * @param seed what the times of the kills follow from
 * @param failure why there is no more; null if all was done
 */
public record Report(
        List<Verdict> verdicts,
        List<String> unseen,
        int kills,
        int runs,
        long seed,
        @Nullable Failure failure) {

    /** Copies the lists. */
    public Report {
        verdicts = List.copyOf(verdicts);
        unseen = List.copyOf(unseen);
    }

    /**
     * A run that did not come to its end.
     *
     * @param wasKilled whether it had been killed before
     * @param exitCode its exit code
     * @param said what it said
     */
    public record Failure(boolean wasKilled, int exitCode, String said) {}

    /** Returns whether every sink has kept what was promised, and every run has ended. */
    public boolean isKept() {
        return failure == null && verdicts.stream().allMatch(Verdict::isKept);
    }
}

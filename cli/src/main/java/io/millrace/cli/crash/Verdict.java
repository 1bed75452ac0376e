package io.millrace.cli.crash;

import io.millrace.graph.Delivery;

import org.jspecify.annotations.Nullable;

/**
 * How an output came through all kills.
 *
 * @param output the sink, or where there is none to name, the file
 * @param promised how often an item has its effect there
 * @param reason why it is no more than that; null for exactly once
 * @param items how many items an undisturbed run leaves
 * @param isComparable whether undisturbed runs leave the same; if not, nothing can be said
 * @param lost items that were missing, over all runs
 * @param duplicates items that were there more often
 * @param others items that no undisturbed run leaves
 * @param reordered in how many runs items that have an order were in another
 * @param first the first item that differed; null if none did
 * @param run in which run that was, from 1 on; 0 if there is none
 */
public record Verdict(
        String output,
        Delivery promised,
        @Nullable String reason,
        int items,
        boolean isComparable,
        int lost,
        int duplicates,
        int others,
        int reordered,
        @Nullable String first,
        int run) {

    /** Returns one with the differences of a run besides. */
    Verdict with(Comparison found, int number) {
        return new Verdict(
                output,
                promised,
                reason,
                items,
                isComparable,
                lost + found.lost(),
                duplicates + found.duplicates(),
                others + found.others(),
                reordered + (found.reordered() ? 1 : 0),
                first == null ? found.first() : first,
                run == 0 && !found.isExact() ? number : run);
    }

    /** Returns whether it was the same in all runs. */
    public boolean isExact() {
        return isComparable && run == 0;
    }

    /** Returns whether what was promised was kept. */
    public boolean isKept() {
        return switch (promised) {
            case EXACTLY_ONCE -> isExact();
            // what comes again comes out of its order
            case AT_LEAST_ONCE -> isComparable && lost == 0 && others == 0;
            case BEST_EFFORT -> true;
        };
    }

    /** Returns it in a few words. */
    public String text() {
        if (!isComparable) {
            return "cannot be compared: it differs from run to run";
        }
        if (isExact()) {
            return "exact";
        }
        var text = new StringBuilder();
        append(text, "LOST", lost);
        append(text, "duplicates", duplicates);
        append(text, "others", others);
        append(text, "reordered runs", reordered);
        return text.toString();
    }

    private static void append(StringBuilder text, String what, int count) {
        if (count > 0) {
            text.append(text.isEmpty() ? "" : ", ").append(what).append(": ").append(count);
        }
    }
}

package io.millrace.engine.checkpoint;

import io.millrace.engine.checkpoint.StateException.Code;

import java.io.IOException;
import java.util.Locale;

/**
 * Tells a disk without room from one that is broken: only of the first one is it known that it may
 * be well again.
 *
 * @since 0.2
 */
public final class FullDisk {

    /** How far causes are followed; they may go in a circle. */
    private static final int DEPTH = 20;

    private FullDisk() {}

    /**
     * Returns whether something has failed because there was no room on a disk, or no share of it.
     */
    public static boolean isCauseOf(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < DEPTH; depth++) {
            if (each instanceof StateException e) {
                return e.code() == Code.STORAGE_FULL;
            }
            if (each instanceof IOException e && isSaidBy(e)) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    /** The JDK has no type of its own for this, only the system's words. */
    static boolean isSaidBy(IOException e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("no space left") || words.contains("quota exceeded");
    }
}

package io.millrace.engine.checkpoint;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends the process right after a call that changes what a crash leaves behind: the n-th time that
 * files were forced, renamed or published. For the crash lab and for {@code millrace crash-check};
 * asked for by {@code -Dmillrace.halt.after=force:17}.
 *
 * <p>Where it is not asked for, a call is a test of a constant, which costs nothing.
 */
public enum Halt {
    /** A file or a folder was forced. */
    FORCE,
    /** A file was renamed. */
    RENAME,
    /** A sink has published an epoch. */
    PUBLISH;

    /** As if killed by SIGKILL. */
    private static final int EXIT_CODE = 137;

    private static final @Nullable Halt CALL;
    private static final AtomicLong LEFT = new AtomicLong();

    static {
        String asked = System.getProperty("millrace.halt.after");
        int colon = asked == null ? -1 : asked.indexOf(':');
        Halt call = null;
        if (asked != null && colon > 0) {
            call = valueOf(asked.substring(0, colon).toUpperCase(Locale.ROOT));
            LEFT.set(Long.parseLong(asked.substring(colon + 1)));
        }
        CALL = call;
    }

    /** Says that this has just been done; does not return if it was the one asked for. */
    public void after() {
        if (CALL == this && LEFT.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}

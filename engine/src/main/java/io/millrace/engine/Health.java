package io.millrace.engine;

import java.util.List;

/**
 * How a run, or a component in it, is.
 *
 * @param level how well it is
 * @param isLive whether it makes sense to let it go on: it has not failed and is not stuck
 * @param ready whether all components have been set up and the run takes items
 * @param reasons why it is not better, in the user's words; empty if it is healthy
 * @since 0.1
 */
public record Health(Level level, boolean isLive, boolean ready, List<String> reasons) {

    /** From good to bad. */
    public enum Level {
        /** All is well. */
        HEALTHY,
        /** More than a tenth of the items of the last minute has failed. */
        DEGRADED,
        /**
         * More than a fifth of the items of the last minute has failed, a component does not return
         * from a call, or has failed.
         */
        UNHEALTHY,
        /** It has not begun. */
        UNKNOWN
    }

    /** Copies the reasons. */
    public Health {
        reasons = List.copyOf(reasons);
    }
}

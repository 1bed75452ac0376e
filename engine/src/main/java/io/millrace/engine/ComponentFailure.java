package io.millrace.engine;

import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;

/**
 * Carries the failure of a component to the end of its task, past the code of its neighbours: an
 * {@link Error}, since they may catch every {@link Exception}.
 */
final class ComponentFailure extends Error {

    private static final long serialVersionUID = 1L;

    /** How far causes are followed; they may go in a circle. */
    private static final int DEPTH = 20;

    /** The phase of what fails before the first item. */
    static final String SETUP = "setup";

    final String component;
    final String phase;

    ComponentFailure(String component, String phase, Throwable cause) {
        super(component + " failed in " + phase, cause, false, false);
        this.component = component;
        this.phase = phase;
    }

    /** Returns what the component threw. */
    Throwable cause() {
        return Objects.requireNonNull(getCause());
    }

    /** Returns whether the component was interrupted, which may come in the words of others. */
    boolean isInterruption() {
        Throwable each = getCause();
        for (int depth = 0; each != null && depth < DEPTH; depth++) {
            if (each instanceof InterruptedException
                    || each instanceof ClosedByInterruptException) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }
}

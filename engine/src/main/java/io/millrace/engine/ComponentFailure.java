package io.millrace.engine;

import java.util.Objects;

/**
 * Carries the failure of a component to the end of its task, past the code of its neighbours: an
 * {@link Error}, since they may catch every {@link Exception}.
 */
final class ComponentFailure extends Error {

    private static final long serialVersionUID = 1L;

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
}

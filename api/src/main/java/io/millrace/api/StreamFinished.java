package io.millrace.api;

/**
 * Ends a component whose items nobody takes any more; a normal end, not a failure.
 *
 * <p>Thrown by {@link Output#send} and by a wait when the component is to end now. Let it pass.
 *
 * @since 0.1
 */
public final class StreamFinished extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates one; it has no stack trace. */
    public StreamFinished() {
        super("nobody takes these items any more", null, false, false);
    }
}

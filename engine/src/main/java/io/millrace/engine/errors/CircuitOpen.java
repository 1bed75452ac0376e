package io.millrace.engine.errors;

/** An attempt that was not made, since the circuit breaker is open. */
public final class CircuitOpen extends Exception {

    private static final long serialVersionUID = 1L;

    CircuitOpen(int failures) {
        super(
                "not tried: the circuit breaker is open after %d failures in a row"
                        .formatted(failures),
                null,
                false,
                false);
    }
}

package io.millrace.engine.state;

/**
 * Where a record belongs.
 *
 * @param component the component's name
 * @param state the state's name
 * @param instance the parallel instance that it is of, or {@link #BY_KEY}
 * @param schema shape and types in text; two that differ do not fit
 */
public record Section(String component, String state, int instance, String schema) {

    /** Stands for the instance where the key of a record says which one it is. */
    public static final int BY_KEY = -1;
}

package io.millrace.api;

/**
 * The two clocks of a stream.
 *
 * @since 0.2
 */
public enum TimeKind {
    /** That of the items: moves by watermarks, and is the same at every repetition. */
    EVENT_TIME,
    /** That of the run. */
    PROCESSING_TIME
}

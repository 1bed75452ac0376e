package io.millrace.api;

/**
 * What can happen next to a component in the loop shape that uses {@link Streams#next}.
 *
 * @since 0.1
 */
public sealed interface Event {

    /**
     * An item arrived.
     *
     * @param input the name of the input it arrived on
     * @param item the item
     */
    record Item(String input, Object item) implements Event {}

    /**
     * A timer is due.
     *
     * @param name the name given to {@link Context#startTimer}
     */
    record Timer(String name) implements Event {}

    /**
     * A timer of a key is due; that key is the current one.
     *
     * @param kind by which clock
     * @param timestamp the time it was set for by {@link Timers}
     */
    record TimeReached(TimeKind kind, long timestamp) implements Event {}

    /** There is nothing to take for now: a good moment to push out what is buffered. */
    record Idle() implements Event {}

    /** All inputs have ended; no event follows. */
    record End() implements Event {}
}

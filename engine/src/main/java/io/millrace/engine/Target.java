package io.millrace.engine;

/** Where an output's items go: a fused handler, a channel, or something that chooses among them. */
interface Target {

    /** Takes an item; what travels beside it is in the task's cursor. */
    void accept(Object item) throws InterruptedException;

    /** Returns whether an item, the next one, is taken without waiting for room. */
    boolean hasRoom(Object item);

    /** Takes the news that no item up to a time follows; only where there is event time. */
    void advance(long watermark) throws InterruptedException;

    /**
     * Takes the news of when the stream will be idle if nothing more comes, and hold no time back
     * any more.
     *
     * @param time on the scale of the clock; {@link Timers#NEVER} while something comes
     */
    void idleAt(long time);

    /** Takes the news that the sender has ended. */
    void end() throws InterruptedException;

    /** Fails an item that is on its way to this target's component. */
    void fail(Object item, String operation, Exception cause) throws InterruptedException;
}

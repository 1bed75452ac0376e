package io.millrace.api;

/**
 * A source that cannot send again what it has sent, such as one that listens, and asks the engine
 * to be able to: where a run has checkpoints, what it sends is written to a journal in the state
 * folder, and comes from there after a crash. Without checkpoints it is a {@link Source} like any.
 *
 * <p><b>Lifecycle.</b> As {@link Source}. What the journal holds is sent before {@link #run} is
 * called.
 *
 * <p><b>Threads.</b> As {@link Source}; {@link #onJournaled} comes within {@link
 * SourceOutput#send}, {@link Context#sleep} and {@link Context#blocking}, before these wait.
 *
 * <p><b>Ordering.</b> After a crash items come in the order in which they were sent.
 *
 * <p><b>Back-pressure.</b> As {@link Source}. The journal is as long as what is sent between two
 * checkpoints, in pieces of 16 MiB.
 *
 * <p><b>Errors.</b> An item of a type that cannot be kept is an {@link IllegalArgumentException} of
 * {@code send}: see {@link State}, without records and lists. A journal that cannot be written
 * fails the run; where there is no room, it goes on from its last checkpoint when there is.
 *
 * <p><b>Delivery.</b> As {@link ReplayableSource}, from {@link #onJournaled} on. A sender that got
 * no answer has to send again, and may have been heard.
 *
 * @since 0.2
 */
public interface JournaledSource extends Source {

    /**
     * Learns that items survive a crash: whoever has sent them may be told so. Items are forced
     * together, before the source waits for more.
     *
     * @param items how many of those that this instance has sent, from the first on
     * @throws Exception fails the component
     */
    default void onJournaled(long items) throws Exception {}
}

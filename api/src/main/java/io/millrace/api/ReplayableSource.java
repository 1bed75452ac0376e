package io.millrace.api;

/**
 * A source that can send again what it has sent: from a position that a checkpoint has kept. With
 * it, nothing is lost when the run is killed.
 *
 * <p><b>Lifecycle.</b> As {@link Source}. {@link #startAt} comes after set-up and before {@link
 * #run}, and only when there is a checkpoint to go on from.
 *
 * <p><b>Threads.</b> All calls come on the source's own thread: {@link #nextPosition} and {@link
 * #onDurable} within {@link SourceOutput#send}, {@link Context#sleep} and {@link Context#blocking},
 * before these do anything else, and after {@code run} has returned.
 *
 * <p><b>Ordering.</b> From the same position the same items come, in the same order.
 *
 * <p><b>Back-pressure.</b> As {@link Source}.
 *
 * <p><b>Errors.</b> A position from which there is nothing to be read any more (a file was
 * truncated) is an exception of {@code startAt} that says what is missing; never a silent jump.
 *
 * <p><b>Delivery.</b> At least once, and exactly once where the sinks are {@link
 * TransactionalSink}s.
 *
 * @since 0.2
 */
public interface ReplayableSource extends Source {

    /**
     * Returns where to go on: behind all items that were sent before this call, and before the one
     * whose {@code send} makes it. Asked for a few times a second, and before each call of the
     * outside world.
     *
     * @return a document of this source's own, as small as can be
     */
    Document nextPosition();

    /**
     * Begins where an earlier run has stopped.
     *
     * @param position what {@link #nextPosition} has returned
     * @throws Exception if that cannot be; the component has failed then
     */
    void startAt(Document position) throws Exception;

    /**
     * Learns that what was sent before a position will not be asked for again. Some positions are
     * left out: each stands for all before it.
     *
     * @param position what {@link #nextPosition} has returned
     * @throws Exception fails the component
     */
    default void onDurable(Document position) throws Exception {}
}

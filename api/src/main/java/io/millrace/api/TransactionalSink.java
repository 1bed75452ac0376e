package io.millrace.api;

import org.jspecify.annotations.Nullable;

/**
 * A sink that makes what it takes visible epoch by epoch, each exactly once.
 *
 * <p>An epoch is what comes between two barriers. At a barrier the sink {@linkplain #seal seals}
 * what it has taken; the engine makes that durable together with the positions of the sources and
 * the state of all components, and then has it {@linkplain #publish published}. After a failure the
 * sink is told what was sealed last, and the items since then come again.
 *
 * <p><b>Lifecycle.</b> As {@link Component}. {@link #restore} comes after set-up and before the
 * first item, where there is a checkpoint to go on from; {@link #publish} may follow it at once,
 * for the epoch that was sealed.
 *
 * <p><b>Threads.</b> All calls but {@link Sealed#force} come one at a time: on the component's own
 * thread, or on one that stands in for it while the source before it waits for the outside world.
 *
 * <p><b>Ordering.</b> Epochs are published in their order.
 *
 * <p><b>Back-pressure.</b> At most one sealed epoch waits to be published, while the next is
 * filled.
 *
 * <p><b>Errors.</b> An exception fails the component.
 *
 * <p><b>Delivery.</b> Exactly once, if {@link #publish} is idempotent: it is repeated where its end
 * was not noted.
 *
 * @since 0.2
 */
public interface TransactionalSink extends Component {

    /** An epoch that takes no more items. */
    interface Sealed {

        /** Returns what {@link TransactionalSink#publish} needs; kept in the checkpoint. */
        Document reference();

        /**
         * Makes it durable: after this, neither a kill nor a loss of power loses it. Called on
         * another thread, once.
         *
         * @throws java.io.IOException if that is not certain; the epoch is then not committed
         */
        void force() throws java.io.IOException;
    }

    /**
     * Ends an epoch; what comes now belongs to the next. It does not wait for the outside world:
     * {@link Sealed#force} does.
     *
     * @param epoch its number, larger than all before
     * @throws Exception fails the component
     */
    Sealed seal(long epoch) throws Exception;

    /**
     * Makes a sealed and committed epoch visible. To do it twice has the effect of doing it once.
     *
     * @param epoch its number
     * @param sealed its {@link Sealed#reference}
     * @throws Exception fails the component
     */
    void publish(long epoch, Document sealed) throws Exception;

    /**
     * Goes back to the last committed epoch: what was taken after it is discarded.
     *
     * @param epoch its number
     * @param sealed its {@link Sealed#reference}, which {@link #publish} will be called with next;
     *     null if this sink was not there then
     * @throws Exception fails the component
     */
    void restore(long epoch, @Nullable Document sealed) throws Exception;
}

package io.millrace.api;

/**
 * A component that is given its items in batches: for what is cheaper for many at once, such as a
 * call of a server or a model.
 *
 * <p>It is a loop that is written already; how large a batch is says the component's option {@code
 * batch}, 100 items where there is none.
 *
 * <p><b>Lifecycle.</b> As {@link Component}; between set-up and clean-up come any number of {@link
 * #onBatch} calls, then one {@link #onEnd} when all inputs have ended. One that {@linkplain
 * Context#finish finished} early, was cancelled because nobody takes its output, or failed, gets no
 * {@code onEnd}.
 *
 * <p><b>Threads.</b> Calls come one at a time. With several inputs each has a thread of its own, as
 * in {@link Streams#forEachInput}: while a call waits, another batch may come.
 *
 * <p><b>Ordering.</b> Items of one stream arrive in order; a batch is of one input.
 *
 * <p><b>Back-pressure.</b> A call may block, in {@link Output#send(Object)} or elsewhere; that
 * holds back its senders. One batch is held at most for each input.
 *
 * <p><b>Errors.</b> {@link Batch#fail} fails one item. An exception that leaves {@code onBatch}
 * fails all items of the batch that have not failed by themselves; what was sent before stays sent.
 * An exception that leaves another method, and an {@link java.lang.Error}, fails the component.
 *
 * <p><b>Delivery.</b> The items are done when {@code onBatch} returns.
 *
 * @param <I> the type of the items taken
 * @since 0.1
 */
public interface BatchHandler<I> extends Component {

    /**
     * Takes some items.
     *
     * @param batch at least one item
     * @param out the output named {@code output}; others come from {@link Context#output}
     * @throws Exception fails the items of this batch
     */
    void onBatch(Batch<I> batch, Output out) throws Exception;

    /**
     * Called once when all inputs have ended, before the outputs end.
     *
     * @param out the output named {@code output}
     * @throws Exception fails the component
     */
    default void onEnd(Output out) throws Exception {}

    @Override
    default void process(Streams streams) throws Exception {
        Output out = streams.output(Output.DEFAULT);
        streams.forEachInput(
                Object.class,
                input -> {
                    for (Batch<Object> batch : streams.batches(input.name(), Object.class)) {
                        process(Items.cast(batch), out);
                    }
                });
        onEnd(out);
    }

    private void process(Batch<I> batch, Output out) throws Exception {
        try {
            onBatch(batch, out);
        } catch (StreamFinished | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            for (int i = 0; i < batch.size(); i++) {
                batch.fail(i, e);
            }
        }
    }
}

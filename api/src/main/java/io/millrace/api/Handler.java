package io.millrace.api;

/**
 * A component in the handler shape: the engine drives it, item by item.
 *
 * <p>Handlers in a row are fused into one task with plain calls between them. That cannot be
 * observed but as speed: {@link #process} is the same component as a loop.
 *
 * <p><b>Lifecycle.</b> As {@link Component}; between set-up and clean-up come any number of {@link
 * #onItem}, {@link #onTimer} and {@link #flush} calls, then one {@link #onEnd} when all inputs have
 * ended. A handler that {@linkplain Context#finish finished} early, was cancelled because nobody
 * takes its output, or failed, gets no {@code onEnd}.
 *
 * <p><b>Threads.</b> Calls come one at a time, on one virtual thread.
 *
 * <p><b>Ordering.</b> Items of one stream arrive in order; what is sent leaves in the order of
 * sending.
 *
 * <p><b>Back-pressure.</b> A call may block, in {@link Output#send} or elsewhere; that holds back
 * its senders.
 *
 * <p><b>Errors.</b> An exception that leaves {@code onItem} fails that item alone: it goes to the
 * component's {@code error} output if that is bound, else to the dead letters, unless {@code
 * on_error} says otherwise. What was sent before the failure stays sent. An exception that leaves
 * another method, and an {@link java.lang.Error}, fails the component.
 *
 * <p><b>Delivery.</b> An item is done when {@code onItem} returns.
 *
 * @param <I> the type of the items taken
 * @since 0.1
 */
public interface Handler<I> extends Component {

    /**
     * Takes one item.
     *
     * @param item the item; the name of its input is {@link Context#stream}
     * @param out the output named {@code output}; others come from {@link Context#output}
     * @throws Exception fails this item
     */
    void onItem(I item, Output out) throws Exception;

    /**
     * Called when a timer started with {@link Context#startTimer} is due.
     *
     * <p>A class that overrides this method starts a task of its own, so that nothing upstream can
     * hold its timers back.
     *
     * @param timer the timer's name
     * @param out the output named {@code output}
     * @throws Exception fails the component
     */
    default void onTimer(String timer, Output out) throws Exception {}

    /**
     * Called when a timer set by {@link Timers#atEventTime} is due; its key is the current one, its
     * time the timestamp of what is sent.
     *
     * @param timestamp the time it was set for
     * @param out the output named {@code output}
     * @throws Exception fails the component
     */
    default void onEventTime(long timestamp, Output out) throws Exception {}

    /**
     * Called when a timer set by {@link Timers#atProcessingTime} is due; its key is the current
     * one.
     *
     * <p>A class that overrides this method starts a task of its own, as with {@link #onTimer},
     * unless {@link Traits#eventTimeReplacesClock} says that it does not need it.
     *
     * @param timestamp the time it was set for
     * @param out the output named {@code output}
     * @throws Exception fails the component
     */
    default void onProcessingTime(long timestamp, Output out) throws Exception {}

    /**
     * Called once when all inputs have ended, before the outputs end.
     *
     * @param out the output named {@code output}
     * @throws Exception fails the component
     */
    default void onEnd(Output out) throws Exception {}

    /**
     * Pushes out what is buffered; called when there is nothing more to take for now, and after
     * {@link #onEnd}.
     *
     * @throws Exception fails the component
     */
    default void flush() throws Exception {}

    @Override
    default void process(Streams streams) throws Exception {
        Output out = streams.output(Output.DEFAULT);
        while (true) {
            switch (streams.next()) {
                case Event.Item(var input, var item) ->
                        streams.errors().run("onItem", item, () -> onItem(Items.cast(item), out));
                case Event.Timer(var name) -> onTimer(name, out);
                case Event.TimeReached(var kind, var timestamp) -> {
                    if (kind == TimeKind.EVENT_TIME) {
                        onEventTime(timestamp, out);
                    } else {
                        onProcessingTime(timestamp, out);
                    }
                }
                case Event.Idle() -> flush();
                case Event.End() -> {
                    onEnd(out);
                    flush();
                    return;
                }
            }
        }
    }
}

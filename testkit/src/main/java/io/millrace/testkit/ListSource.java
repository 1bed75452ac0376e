package io.millrace.testkit;

import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;

import java.util.List;

/**
 * Sends the items of a list.
 *
 * <p><b>Lifecycle.</b> As {@link Source}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Source}.
 *
 * <p><b>Ordering.</b> That of the list.
 *
 * <p><b>Back-pressure.</b> Buffers nothing.
 *
 * <p><b>Errors.</b> None of its own.
 *
 * <p><b>Delivery.</b> Each item is sent once.
 *
 * <p><em>Emits when</em> there is an item left. <em>Blocks when</em> downstream is full.
 * <em>Completes when</em> the list ends. <em>Fails when</em> never.
 *
 * @since 0.1
 */
@Traits(cooperative = true, maxParallelism = 1)
public final class ListSource implements Source {

    private final List<?> items;
    private int sent;

    /** Creates one that sends these. */
    public ListSource(List<?> items) {
        this.items = List.copyOf(items);
    }

    @Override
    public void run(SourceOutput out) throws InterruptedException {
        for (Object item : items) {
            sent++;
            out.send(item);
        }
    }

    /** Returns the number of the item that is being sent, from 1, as {@code item 1}. */
    @Override
    public Object position() {
        return "item " + sent;
    }
}

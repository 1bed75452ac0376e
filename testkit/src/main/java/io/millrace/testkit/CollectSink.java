package io.millrace.testkit;

import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Traits;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Keeps the items it gets.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; what it kept can be read during a run and after it.
 *
 * <p><b>Threads.</b> As {@link Handler}; {@link #items} may be called by any thread.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> None: it keeps whatever comes, without a bound.
 *
 * <p><b>Errors.</b> No item fails.
 *
 * <p><b>Delivery.</b> Each item is kept once.
 *
 * <p><em>Emits when</em> never. <em>Blocks when</em> never. <em>Completes when</em> upstream ends.
 * <em>Fails when</em> never.
 *
 * @since 0.1
 */
@Ports(outputs = {})
@Traits(maxParallelism = 1)
public final class CollectSink implements Handler<Object> {

    private final List<Object> items = Collections.synchronizedList(new ArrayList<>());

    /** Creates one that has nothing yet. */
    public CollectSink() {}

    /** Returns a copy of what came until now. */
    public List<Object> items() {
        synchronized (items) {
            return List.copyOf(items);
        }
    }

    @Override
    public void onItem(Object item, Output unused) {
        items.add(item);
    }
}

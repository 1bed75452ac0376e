package io.millrace.testkit;

import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Keeps the items it gets, with the time at which each arrived.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; what it kept can be read during a run and after it.
 *
 * <p><b>Threads.</b> As {@link Handler}; {@link #items} and {@link #arrivals} may be called by any
 * thread.
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

    private final List<Arrival> arrivals;
    private final Consumer<Object> look;
    private @Nullable Context context;

    /** Creates one that has nothing yet. */
    public CollectSink() {
        this(new ArrayList<>());
    }

    /** Creates one that adds to what others have. */
    CollectSink(List<Arrival> arrivals) {
        this(arrivals, _ -> {});
    }

    /** Creates one that adds to what others have, and shows each item to another first. */
    CollectSink(List<Arrival> arrivals, Consumer<Object> look) {
        this.arrivals = arrivals;
        this.look = look;
    }

    /** Returns a copy of the items that came until now. */
    public List<Object> items() {
        return arrivals().stream().map(Arrival::item).toList();
    }

    /** Returns a copy of what came until now, with its times and keys. */
    public List<Arrival> arrivals() {
        synchronized (arrivals) {
            return List.copyOf(arrivals);
        }
    }

    @Override
    public void setup(Context context) {
        this.context = context;
    }

    @Override
    public void onItem(Object item, Output unused) {
        look.accept(item);
        Context known = Objects.requireNonNull(context, "context");
        Duration at = Duration.between(VirtualTime.START, known.clock().now());
        var arrival = new Arrival(item, at, known.key(), known.timestamp());
        synchronized (arrivals) {
            arrivals.add(arrival);
        }
    }
}

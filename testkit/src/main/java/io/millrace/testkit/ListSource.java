package io.millrace.testkit;

import io.millrace.api.Context;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Sends the items of a list, each at once or at its time.
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
 * <p><em>Emits when</em> there is an item left and its time has come. <em>Blocks when</em>
 * downstream is full. <em>Completes when</em> the list ends. <em>Fails when</em> never.
 *
 * @since 0.1
 */
@Traits(cooperative = true, maxParallelism = 1)
public final class ListSource implements Source {

    private final Given items;
    private final Consumer<Object> look;
    private @Nullable Context context;
    private int sent;

    /** Creates one that sends these. */
    public ListSource(List<?> items) {
        this(Given.of(List.copyOf(items)));
    }

    /** Creates one that sends these, each at its time. */
    public ListSource(Given items) {
        this(items, _ -> {});
    }

    /** Creates one that shows each item to another before it sends it. */
    ListSource(Given items, Consumer<Object> look) {
        this.items = items;
        this.look = look;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
    }

    @Override
    public void run(SourceOutput out) throws InterruptedException {
        for (Given.Timed timed : items) {
            if (timed.at() != null) {
                awaitTime(timed.at());
            }
            sent++;
            look.accept(timed.item());
            out.send(timed.item());
        }
    }

    private void awaitTime(Duration at) throws InterruptedException {
        Context known = Objects.requireNonNull(context, "context");
        Duration left = Duration.between(known.clock().now(), VirtualTime.START.plus(at));
        if (left.isPositive()) {
            known.sleep(left);
        }
    }

    /** Returns the number of the item that is being sent, from 1, as {@code item 1}. */
    @Override
    public Object position() {
        return "item " + sent;
    }
}

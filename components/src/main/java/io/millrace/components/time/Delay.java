package io.millrace.components.time;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Since;

import java.time.Duration;

/**
 * Holds each item for a fixed time, one after the other.
 *
 * <p>The time of an item begins when the one before has left: at most one item passes per {@code
 * time}. That is what a slow step looks like to the rest of a graph.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Holds one item and thereby holds back all behind it.
 *
 * <p><b>Errors.</b> No item fails.
 *
 * <p><b>Delivery.</b> Each item leaves at most once.
 *
 * @since 0.1
 */
@Doc(
        "Holds each item for a fixed time, one after the other: at most one item passes per"
                + " `time`, and what comes faster waits in the stream. It is what a slow step looks"
                + " like to the rest of a blueprint.")
@Example(
        """
        slow:
          type: Delay
          config: { time: 20ms }
        """)
@Behaviour(
        emits = "the item's time is over",
        blocks = "it waits, and when downstream is full",
        completes = "upstream ends",
        fails = "never")
@Since("0.1")
public final class Delay implements Handler<Document> {

    /**
     * Options of {@link Delay}.
     *
     * @param time how long each item is held
     */
    public record Config(
            @Doc("How long each item is held, from when the one before has left.") Duration time) {

        /** Checks the time. */
        public Config {
            if (time.isNegative()) {
                throw new IllegalArgumentException("time: is negative");
            }
        }
    }

    private final Duration time;
    private Context context;

    /** Creates one. */
    public Delay(Config config) {
        time = config.time();
    }

    @Override
    public void setup(Context context) {
        this.context = context;
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        context.sleep(time);
        out.send(item);
    }
}

package io.millrace.components.gather;

import io.millrace.api.Behaviour;
import io.millrace.api.Component;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.api.Range;
import io.millrace.api.Since;
import io.millrace.api.Streams;

import java.time.Duration;

/**
 * Holds items back and lets them go together.
 *
 * <p><b>Lifecycle.</b> As {@link Component}; what is held at the end of input is let go.
 *
 * <p><b>Threads.</b> As {@link Component}.
 *
 * <p><b>Ordering.</b> Kept; each item keeps its own key and event time.
 *
 * <p><b>Back-pressure.</b> Holds at most {@code buffer_size} items; when it is full and downstream
 * too, it takes no more.
 *
 * <p><b>Errors.</b> No item fails.
 *
 * <p><b>Delivery.</b> Items leave one by one, each once: when letting go is broken off, those that
 * have not left are still held. At a checkpoint what is held is let go, so that a crash loses none.
 *
 * @since 0.1
 */
@Doc(
        "Holds items back and lets them go together. They leave one by one and in order: when"
            + " `buffer_size` are held, when `flush_interval` has passed since the first of them,"
            + " at each checkpoint, and at the end of input. For what behind it is cheaper in"
            + " bursts.")
@Example(
        """
        bursts:
          type: Buffer
          config: { buffer_size: 500, flush_interval: 2s }
        """)
@Behaviour(
        emits = "it is full, its interval is over, or upstream ends",
        blocks = "it is full and downstream too",
        completes = "upstream ends",
        fails = "never")
@Since("0.1")
public final class Buffer implements Component {

    /**
     * Options of {@link Buffer}.
     *
     * @param bufferSize how many items are held
     * @param flushInterval how long
     */
    public record Config(
            @Doc("How many items are held, at most.")
                    @Default("1000")
                    @Range(min = 1, max = 1_000_000)
                    int bufferSize,
            @Doc("How long an item is held, at most.") @Default("5s") Duration flushInterval) {

        /** Checks the interval. */
        public Config {
            if (!flushInterval.isPositive()) {
                throw new IllegalArgumentException("flush_interval: must be longer than nothing");
            }
        }
    }

    private final Config config;

    /** Creates one. */
    public Buffer(Config config) {
        this.config = config;
    }

    @Override
    public void process(Streams streams) throws Exception {
        Output held = streams.buffer(Output.DEFAULT, config.bufferSize(), config.flushInterval());
        for (Document item : streams.receive(Input.DEFAULT, Document.class)) {
            held.send(item);
        }
    }
}

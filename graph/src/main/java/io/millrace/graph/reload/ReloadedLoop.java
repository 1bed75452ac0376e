package io.millrace.graph.reload;

import io.millrace.api.Batch;
import io.millrace.api.BatchHandler;
import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Output;
import io.millrace.api.Streams;

/**
 * A component with a loop of its own that is exchanged while it runs: to the old instance its
 * inputs have ended, and the new one goes on with them.
 */
public sealed class ReloadedLoop implements Component {

    private final Exchange exchange;

    /** Creates one. */
    public ReloadedLoop(Versions versions) {
        this.exchange = new Exchange(versions);
    }

    /** One that is driven by batches: the engine treats its outputs as those of a handler. */
    public static final class OfBatches extends ReloadedLoop implements BatchHandler<Object> {

        /** Creates one. */
        public OfBatches(Versions versions) {
            super(versions);
        }

        @Override
        public void onBatch(Batch<Object> batch, Output out) {
            throw new IllegalStateException("its loop does not call this");
        }
    }

    @Override
    public void setup(Context context) throws Exception {
        exchange.setup(context);
    }

    @Override
    public void process(Streams streams) throws Exception {
        while (true) {
            var view = new OwnStreams(streams, exchange);
            exchange.instance(Component.class).process(view);
            view.flush();
            if (!view.isCut()) {
                return;
            }
            exchange.exchange();
        }
    }

    @Override
    public void cleanup() throws Exception {
        exchange.cleanup();
    }
}

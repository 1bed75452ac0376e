package io.millrace.graph.reload;

import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;

/**
 * A handler that is exchanged while it runs: between two items, when its own timer finds that
 * another version is wanted. So no item is under way then, and what goes wrong is no item's fault.
 */
public final class ReloadedHandler implements Handler<Object> {

    private static final String TIMER = "millrace.reload";

    private final Exchange exchange;

    /** Creates one; its component must begin a task of its own. */
    public ReloadedHandler(Versions versions) {
        this.exchange = new Exchange(versions);
    }

    @SuppressWarnings("unchecked")
    private Handler<Object> instance() {
        return exchange.instance(Handler.class);
    }

    @Override
    public void setup(Context context) throws Exception {
        exchange.setup(context);
        context.startTimer(TIMER, Exchange.LOOK);
    }

    @Override
    public void onItem(Object item, Output out) throws Exception {
        instance().onItem(item, out);
    }

    @Override
    public void onTimer(String timer, Output out) throws Exception {
        if (!timer.equals(TIMER)) {
            instance().onTimer(timer, out);
            return;
        }
        if (exchange.isDue()) {
            instance().onEnd(out);
            instance().flush();
            exchange.exchange();
        }
        exchange.context().startTimer(TIMER, Exchange.LOOK);
    }

    @Override
    public void onEventTime(long timestamp, Output out) throws Exception {
        instance().onEventTime(timestamp, out);
    }

    @Override
    public void onProcessingTime(long timestamp, Output out) throws Exception {
        instance().onProcessingTime(timestamp, out);
    }

    @Override
    public void onEnd(Output out) throws Exception {
        instance().onEnd(out);
    }

    @Override
    public void flush() throws Exception {
        instance().flush();
    }

    @Override
    public void cleanup() throws Exception {
        exchange.cleanup();
    }
}

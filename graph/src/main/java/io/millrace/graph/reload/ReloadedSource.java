package io.millrace.graph.reload;

import io.millrace.api.Context;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.StreamFinished;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** A source that is exchanged while it runs: the old instance is told to stop. */
public final class ReloadedSource implements Source {

    private final Exchange exchange;

    /** Creates one. */
    public ReloadedSource(Versions versions) {
        this.exchange = new Exchange(versions);
    }

    @Override
    public void setup(Context context) throws Exception {
        exchange.setup(context);
    }

    @Override
    public void run(SourceOutput out) throws Exception {
        while (true) {
            var view = new View(out);
            try {
                exchange.instance(Source.class).run(view);
            } catch (StreamFinished e) {
                if (out.stopping() || !exchange.isDue()) {
                    throw e;
                }
                view.isTold = true;
            }
            if (!view.isTold || out.stopping()) {
                return;
            }
            exchange.exchange();
        }
    }

    @Override
    public @Nullable Object position() {
        return exchange.instance(Source.class).position();
    }

    @Override
    public void cleanup() throws Exception {
        exchange.cleanup();
    }

    /**
     * The output as one instance sees it: stopping also when the instance is to be exchanged. One
     * that never asks is ended when it sends, after its item was sent.
     */
    private final class View implements SourceOutput {

        private final SourceOutput out;
        private boolean asks;
        private boolean isTold;

        View(SourceOutput out) {
            this.out = out;
        }

        @Override
        public boolean stopping() {
            asks = true;
            isTold |= exchange.isDue();
            return isTold || out.stopping();
        }

        @Override
        public void send(Object item) throws InterruptedException {
            out.send(item);
            endIfDue();
        }

        @Override
        public boolean trySend(Object item) throws InterruptedException {
            boolean isSent = out.trySend(item);
            endIfDue();
            return isSent;
        }

        @Override
        public boolean send(Object item, Duration atMost) throws InterruptedException {
            boolean isSent = out.send(item, atMost);
            endIfDue();
            return isSent;
        }

        private void endIfDue() {
            if (!asks && exchange.isDue()) {
                throw new StreamFinished();
            }
        }

        @Override
        public void fail(Object raw, Exception cause, Object position) throws InterruptedException {
            out.fail(raw, cause, position);
        }

        @Override
        public String name() {
            return out.name();
        }

        @Override
        public boolean isBound() {
            return out.isBound();
        }
    }
}

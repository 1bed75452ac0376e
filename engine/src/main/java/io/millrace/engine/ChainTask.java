package io.millrace.engine;

import io.millrace.api.Handler;

import java.util.List;

/** A task whose root is a handler: it takes from channels, and timers are its root's. */
final class ChainTask extends Task {

    private final Time time;
    private Channel[] channels = {};
    private ChainLoop loop = NO_LOOP;

    private static final ChainLoop NO_LOOP = (_, _) -> {};

    /** Hands a batch of a channel to the root, item by item. */
    @FunctionalInterface
    interface ChainLoop {
        /** Takes so many elements, fewer if the root ends meanwhile. */
        void drain(Channel channel, int elements) throws InterruptedException;
    }

    ChainTask(String name, EmbeddedRun run) {
        super(name, run);
        this.time = run.time();
    }

    /** Sets what the task takes from and where it goes. */
    void setRoot(ChainLoop rootLoop, List<Channel> inputs) {
        channels = inputs.toArray(Channel[]::new);
        loop = rootLoop;
    }

    @Override
    void work() throws Exception {
        Instance root = root();
        boolean unflushed = true;
        if (channels.length == 0) {
            root.inputEnded();
        }
        while (!root.isDone()) {
            boolean took = false;
            for (Channel channel : channels) {
                if (channel.held() != null) {
                    continue;
                }
                // with a timer or a rate, item by item: the time is looked at between two of them
                boolean timed = pace.isLimited() || !timers.isEmpty();
                int n = Math.min(channel.available(), timed ? 1 : Channel.BATCH);
                if (n > 0 && pace.admits(channel)) {
                    took = true;
                    loop.drain(channel, n);
                    channel.release();
                    handOn();
                    fireTimers();
                } else if (n == 0) {
                    channel.advanceTaker();
                }
            }
            passBarrier();
            attendEpochs();
            fireTimers();
            if (took) {
                unflushed = true;
            } else if (unflushed) {
                unflushed = false;
                root.flush();
                flushBehind(root);
            } else {
                idle();
            }
        }
    }

    /** Lets a barrier pass when it has come by all channels that have not ended. */
    private void passBarrier() throws InterruptedException {
        Control.Barrier barrier = Channel.aligned(channels);
        if (barrier != null && !root().isDone()) {
            epochs().pass(barrier);
            for (Channel channel : channels) {
                channel.letGo();
            }
        }
    }

    private void idle() throws InterruptedException {
        noteEndedTakers(root());
        idleStreams.look();
        root().settle();
        prepareToTake();
        if (mayGoOn()) {
            parker.cancel();
        } else {
            long due = Timers.first(timers.deadline(), root().time().deadline());
            park(this::mayGoOn, Timers.first(due, idleStreams.deadline()));
        }
    }

    private boolean mayGoOn() {
        return root().isDone()
                || anyAvailable()
                || hasAdvanced()
                || takersHaveEnded()
                || epochIsDue();
    }

    private boolean anyAvailable() {
        for (Channel channel : channels) {
            if (channel.held() == null && channel.available() > 0 && !pace.holdsBack(channel)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasAdvanced() {
        for (Channel channel : channels) {
            if (channel.hasAdvanced()) {
                return true;
            }
        }
        return false;
    }

    private void fireTimers() throws InterruptedException {
        root().time().callDue();
        while (!timers.isEmpty() && root().isOpen()) {
            String due = timers.poll(time.nanoTime());
            if (due == null) {
                return;
            }
            Handler<?> handler = (Handler<?>) root().component;
            root().call(() -> handler.onTimer(due, root().defaultPort()));
            root().settle();
        }
    }
}

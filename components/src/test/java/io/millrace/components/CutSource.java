package io.millrace.components;

import io.millrace.api.Document;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Runs a source that is killed now and then, and begun again from the position that was asked for
 * last: what it gives in all is what a source gives that is never killed.
 */
public final class CutSource {

    private static final int MOST_LIVES = 10_000;

    private final Supplier<? extends ReplayableSource> source;
    private final Path folder;
    private final RandomGenerator random;
    private Runnable whileDown = () -> {};
    private Duration down = Duration.ZERO;

    private final List<String> sent = new ArrayList<>();
    private @Nullable Document position;
    private int kept; // what was sent before the position
    private int calls; // until it is killed
    private int most = Integer.MAX_VALUE;
    private long elapsed;

    /** Creates one. */
    public CutSource(
            Supplier<? extends ReplayableSource> source, Path folder, RandomGenerator random) {
        this.source = source;
        this.folder = folder;
        this.random = random;
    }

    /** Does something each time while the source is down. */
    public CutSource whileDown(Runnable deed) {
        whileDown = deed;
        return this;
    }

    /** Lets time pass while the source is down. */
    public CutSource down(Duration time) {
        down = time;
        return this;
    }

    /** Stops the source when it has sent so many items. */
    public CutSource most(int items) {
        most = items;
        return this;
    }

    /** Begins so long after the start of time. */
    public CutSource at(Duration time) {
        elapsed = time.toNanos();
        return this;
    }

    /** Begins at a position. */
    public CutSource from(Document start) {
        position = start;
        return this;
    }

    /** Returns the position behind what was sent. */
    public Document position() {
        return Objects.requireNonNull(position, "it has not run");
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Returns what is sent by a source that is killed after so many calls on average. */
    public List<String> run(int meanCalls) throws Exception {
        for (int life = 0; life < MOST_LIVES; life++) {
            calls = meanCalls == 0 ? Integer.MAX_VALUE : random.nextInt(2 * meanCalls);
            ReplayableSource running = source.get();
            boolean continued = position != null;
            var context = new DirectContext(folder, continued, () -> call(running));
            context.after(Duration.ofNanos(elapsed));
            try {
                running.setup(context);
                if (position != null) {
                    running.startAt(Document.parse(position.toString()));
                }
                running.run(new Out(running));
                note(running);
                return sent;
            } catch (Killed e) {
                sent.subList(kept, sent.size()).clear();
                elapsed = context.clock().nanoTime() + down.toNanos();
                whileDown.run();
            } finally {
                running.cleanup();
            }
        }
        throw new AssertionError("no end after " + sent + ", at " + position);
    }

    private void call(ReplayableSource running) {
        if (calls-- == 0) {
            throw new Killed();
        }
        if (random.nextInt(3) == 0) {
            note(running);
        }
    }

    private void note(ReplayableSource running) {
        position = running.nextPosition();
        kept = sent.size();
    }

    /** Takes what the source sends. */
    private final class Out implements SourceOutput {

        private final ReplayableSource running;

        Out(ReplayableSource running) {
            this.running = running;
        }

        @Override
        public void send(Object item) {
            call(running);
            sent.add(item.toString());
        }

        @Override
        public boolean send(Object item, Duration atMost) {
            send(item);
            return true;
        }

        @Override
        public boolean trySend(Object item) {
            send(item);
            return true;
        }

        @Override
        public void fail(Object raw, Exception cause, Object at) {
            sent.add("failed at " + at + ": " + raw);
        }

        @Override
        public boolean stopping() {
            return sent.size() >= most;
        }

        @Override
        public String name() {
            return "output";
        }

        @Override
        public boolean isBound() {
            return true;
        }
    }
}

package io.millrace.components;

import io.millrace.api.Clock;
import io.millrace.api.Context;
import io.millrace.api.Current;
import io.millrace.api.Errors;
import io.millrace.api.Output;
import io.millrace.api.State;
import io.millrace.api.StateSpec;
import io.millrace.api.Timers;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** A context without an engine, for calling sources and sinks as the engine does. */
public final class DirectContext implements Context {

    private final Path folder;
    private final boolean continued;
    private final Runnable before;
    private long nanos;

    /**
     * Creates one.
     *
     * @param folder what paths are relative to
     * @param continued whether the run goes on from an earlier one
     * @param before called before each wait
     */
    public DirectContext(Path folder, boolean continued, Runnable before) {
        this.folder = folder;
        this.continued = continued;
        this.before = before;
    }

    /** Creates one of a fresh run. */
    public static DirectContext in(Path folder) {
        return new DirectContext(folder, false, () -> {});
    }

    /** Lets time pass. */
    public DirectContext after(Duration time) {
        nanos += time.toNanos();
        return this;
    }

    @Override
    public <T> T blocking(Callable<T> call) throws Exception {
        before.run();
        return call.call();
    }

    @Override
    public void sleep(Duration duration) {
        before.run();
        nanos += duration.toNanos();
    }

    @Override
    public Clock clock() {
        return new Clock() {
            @Override
            public Instant now() {
                return Instant.parse("2026-01-01T00:00:00Z").plusNanos(nanos);
            }

            @Override
            public long nanoTime() {
                return nanos;
            }
        };
    }

    @Override
    public Path resolve(String path) {
        return folder.resolve(path);
    }

    @Override
    public boolean isContinued() {
        return continued;
    }

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public String type() {
        return "direct";
    }

    @Override
    public String variant() {
        return "default";
    }

    @Override
    public int instance() {
        return 0;
    }

    @Override
    public int parallelism() {
        return 1;
    }

    @Override
    public List<String> outputs() {
        return List.of();
    }

    @Override
    public void unrouted(String output) {
        throw new AssertionError("nothing is routed here: " + output);
    }

    @Override
    public Logger log() {
        return LoggerFactory.getLogger("millrace.direct");
    }

    @Override
    public RandomGenerator random() {
        return new SplittableRandom(1);
    }

    @Override
    public <R extends AutoCloseable> R open(R resource) {
        return resource; // what a killed process had open is never closed
    }

    @Override
    public Output output(String output) {
        throw new AssertionError("no output is asked for here: " + output);
    }

    @Override
    public Errors errors() {
        throw new AssertionError("no errors are handled here");
    }

    @Override
    public <S extends State> S state(StateSpec<S> spec) {
        throw new AssertionError("no state is kept here: " + spec.name());
    }

    @Override
    public Timers timers() {
        throw new AssertionError("no timers are set here");
    }

    @Override
    public void startTimer(String name, Duration delay) {
        throw new AssertionError("no timers are set here: " + name);
    }

    @Override
    public void stopTimer(String name) {
        throw new AssertionError("no timers are set here: " + name);
    }

    @Override
    public void finish() {
        throw new AssertionError("nothing finishes here");
    }

    @Override
    public void drop(String reason) {
        throw new AssertionError("nothing is dropped here: " + reason);
    }

    @Override
    public @Nullable Object key() {
        return null;
    }

    @Override
    public long timestamp() {
        return Current.NO_TIMESTAMP;
    }

    @Override
    public String stream() {
        return "";
    }
}

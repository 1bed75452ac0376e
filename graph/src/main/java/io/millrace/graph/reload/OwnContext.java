package io.millrace.graph.reload;

import io.millrace.api.Clock;
import io.millrace.api.Context;
import io.millrace.api.Errors;
import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.api.State;
import io.millrace.api.StateSpec;
import io.millrace.api.StreamFinished;
import io.millrace.api.Timers;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** The context of one instance: its timers and what it has opened end with it. */
final class OwnContext implements Context {

    private final Context context;
    private final Exchange exchange;
    private final Set<String> timers = new HashSet<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    OwnContext(Context context, Exchange exchange) {
        this.context = context;
        this.exchange = exchange;
    }

    /** Ends what the instance leaves behind. */
    void close() {
        timers.forEach(context::stopTimer);
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                context.log().warn("Cleanup error: {}", e.toString());
            }
        }
    }

    @Override
    public <R extends AutoCloseable> R open(R resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void drop(String reason) {
        context.drop(reason);
    }

    @Override
    public void startTimer(String name, Duration delay) {
        context.startTimer(name, delay);
        timers.add(name);
    }

    @Override
    public void stopTimer(String name) {
        timers.remove(name);
        context.stopTimer(name);
    }

    /** Waits; in a source, no longer than until it is to be exchanged. */
    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (!(exchange.instance(Object.class) instanceof Source)) {
            context.sleep(duration);
            return;
        }
        Duration left = duration;
        while (left.compareTo(Exchange.LOOK) > 0) {
            context.sleep(Exchange.LOOK);
            left = left.minus(Exchange.LOOK);
            if (exchange.isDue()) {
                throw new StreamFinished();
            }
        }
        context.sleep(left);
    }

    @Override
    public String name() {
        return context.name();
    }

    @Override
    public String type() {
        return context.type();
    }

    @Override
    public String variant() {
        return context.variant();
    }

    @Override
    public int instance() {
        return context.instance();
    }

    @Override
    public int parallelism() {
        return context.parallelism();
    }

    @Override
    public <S extends State> S state(StateSpec<S> spec) {
        return context.state(spec);
    }

    @Override
    public Timers timers() {
        return context.timers();
    }

    @Override
    public boolean isContinued() {
        return context.isContinued();
    }

    @Override
    public Output output(String output) {
        return context.output(output);
    }

    @Override
    public List<String> outputs() {
        return context.outputs();
    }

    @Override
    public void unrouted(String output) {
        context.unrouted(output);
    }

    @Override
    public Logger log() {
        return context.log();
    }

    @Override
    public Clock clock() {
        return context.clock();
    }

    @Override
    public RandomGenerator random() {
        return context.random();
    }

    @Override
    public Errors errors() {
        return context.errors();
    }

    @Override
    public Path resolve(String path) {
        return context.resolve(path);
    }

    @Override
    public <T> T blocking(Callable<T> call) throws Exception {
        return context.blocking(call);
    }

    @Override
    public void finish() {
        context.finish();
    }

    @Override
    public @Nullable Object key() {
        return context.key();
    }

    @Override
    public long timestamp() {
        return context.timestamp();
    }

    @Override
    public String stream() {
        return context.stream();
    }
}

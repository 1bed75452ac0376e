package io.millrace.engine;

import io.millrace.api.Clock;
import io.millrace.api.Context;
import io.millrace.api.Errors;
import io.millrace.api.Output;
import io.millrace.api.State;
import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** What one instance of a component sees of the engine. */
final class InstanceContext implements Context {

    private static final long WARN_EVERY = Duration.ofSeconds(1).toNanos();

    private final Instance instance;
    private final Task task;
    private final EmbeddedRun run;
    private @Nullable Logger log;
    private @Nullable RandomGenerator random;
    private long warnAgainAt = Timers.NEVER;

    InstanceContext(Instance instance, EmbeddedRun run) {
        this.instance = instance;
        this.task = instance.task;
        this.run = run;
    }

    @Override
    public String name() {
        return instance.spec.name();
    }

    @Override
    public String type() {
        return instance.spec.type().name();
    }

    @Override
    public String variant() {
        return instance.variant();
    }

    @Override
    public <R extends AutoCloseable> R open(R resource) {
        instance.resources.add(Objects.requireNonNull(resource, "resource"));
        return resource;
    }

    @Override
    public int instance() {
        return instance.index;
    }

    @Override
    public int parallelism() {
        return instance.spec.options().parallelism();
    }

    @Override
    public Output output(String output) {
        return instance.port(output);
    }

    @Override
    public List<String> outputs() {
        return instance.spec.outputs();
    }

    @Override
    public void unrouted(String output) {
        instance.counters().unrouted().raise();
        long now = run.time().nanoTime();
        if (warnAgainAt == Timers.NEVER || now - warnAgainAt >= 0) {
            warnAgainAt = now + WARN_EVERY;
            log().warn(
                            "No output stream for item: '{}' is not bound, and nothing stands in"
                                    + " for it. {} items until now.",
                            output,
                            instance.counters().unrouted().get());
        }
    }

    @Override
    public Logger log() {
        if (log == null) {
            log = LoggerFactory.getLogger("millrace." + run.name() + "." + name());
        }
        return log;
    }

    @Override
    public Clock clock() {
        return run.time();
    }

    @Override
    public RandomGenerator random() {
        if (random == null) {
            random = run.randomOf(instance);
        }
        return random;
    }

    @Override
    public boolean isContinued() {
        return run.isContinued();
    }

    @Override
    public Errors errors() {
        return instance.errors();
    }

    @Override
    public <S extends State> S state(StateSpec<S> spec) {
        return instance.state(spec);
    }

    @Override
    public io.millrace.api.Timers timers() {
        instance.time().timers().declare();
        return instance.time().timers();
    }

    @Override
    public Path resolve(String path) {
        Path folder = instance.spec.folder();
        return (folder == null ? run.folder() : folder).resolve(path);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        task.waits.sleep(instance, duration);
    }

    @Override
    public <T> T blocking(Callable<T> call) throws Exception {
        return task.waits.blocking(instance, call);
    }

    @Override
    public void startTimer(String timer, Duration delay) {
        if (instance != task.root()) {
            throw new IllegalStateException("component '" + name() + "' does not override onTimer");
        }
        task.checkThread(instance);
        task.timers.start(timer, run.time().nanoTime() + delay.toNanos());
    }

    @Override
    public void stopTimer(String timer) {
        task.timers.stop(timer);
    }

    @Override
    public void finish() {
        instance.finish();
    }

    @Override
    public void drop(String reason) {
        instance.drop(reason, 1);
    }

    @Override
    public @Nullable Object key() {
        return task.cursor.key();
    }

    @Override
    public long timestamp() {
        return task.cursor.timestamp();
    }

    @Override
    public String stream() {
        return task.cursor.stream();
    }
}

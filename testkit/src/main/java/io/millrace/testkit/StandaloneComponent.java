package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.Seams;
import io.millrace.engine.Threads;
import io.millrace.engine.Time;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * One component that runs by itself: set up and cleaned up by hand, on the real engine.
 *
 * <p>Its inputs are bound and get no items; its outputs are not bound. To see what it makes of
 * items, use {@link ComponentTester}.
 *
 * <p><b>Lifecycle.</b> {@link #setup} once, then {@link #cleanup} once; the latter does nothing if
 * the component is not running. Time is the real one.
 *
 * <p><b>Threads.</b> Of one thread; the component runs on one of its own.
 *
 * <p><b>Ordering.</b> None.
 *
 * <p><b>Back-pressure.</b> {@link #setup} and {@link #cleanup} block until the component has done
 * its part, at most 10 s.
 *
 * <p><b>Errors.</b> Each throws what the component threw.
 *
 * <p><b>Delivery.</b> Does not touch items.
 *
 * @since 0.1
 */
public final class StandaloneComponent {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(1);

    private final ComponentSpec spec;
    private @Nullable Run run;

    private StandaloneComponent(ComponentSpec spec) {
        this.spec = spec;
    }

    /** Takes a component as the registry creates it, or as it stands in a graph. */
    public static StandaloneComponent of(ComponentSpec spec) {
        return new StandaloneComponent(spec);
    }

    /** Takes a component by what makes its instances; it is named by its class. */
    public static StandaloneComponent of(Supplier<? extends Component> instances) {
        return of(instances.get().getClass().getSimpleName(), instances);
    }

    /** Takes a component by its name and what makes its instances. */
    public static StandaloneComponent of(String name, Supplier<? extends Component> instances) {
        return of(TestedGraph.spec(name, instances));
    }

    /** Returns the component's name. */
    public String name() {
        return spec.name();
    }

    /** Returns the component's variant, {@code default} if its options name none. */
    public String variant() {
        return spec.variant();
    }

    /**
     * Sets the component up, and returns when it is running.
     *
     * @throws Exception what the component threw; it has been cleaned up then
     */
    public void setup() throws Exception {
        if (run != null) {
            throw new IllegalStateException("'" + name() + "' was set up already");
        }
        var seams =
                new Seams(
                        Time.system(),
                        Threads.virtual(),
                        _ -> OutputStream.nullOutputStream(),
                        new SplittableRandom(1));
        RunOptions options =
                RunOptions.in(Path.of(".millrace"))
                        .withoutCopies()
                        .with(RunOptions.Keeping.NOTHING)
                        .with(seams);
        Run started = Engine.start(graph(), options);
        run = started;
        while (state(started).compareTo(Run.State.RUNNING) < 0) {
            if (started.await(LOOK).isPresent()) {
                break;
            }
        }
        throwFailure(started);
    }

    /**
     * Returns what the component is doing, and its counters.
     *
     * @throws IllegalStateException if it was not set up yet
     */
    public Run.ComponentStatus status() {
        if (run == null) {
            throw new IllegalStateException("'" + name() + "' was not set up yet");
        }
        return statusIn(run);
    }

    /** Returns whether the component is set up and not cleaned up. */
    public boolean isRunning() {
        return run != null && state(run) == Run.State.RUNNING;
    }

    /**
     * Ends the component's inputs, cleans it up, and returns when that is done.
     *
     * @throws Exception what the component threw
     */
    public void cleanup() throws Exception {
        if (run == null || run.outcome() != null) {
            return;
        }
        run.drain();
        Optional<Run.Outcome> outcome = run.await(DEADLINE);
        if (outcome.isEmpty()) {
            run.cancel();
            throw new AssertionError("'" + name() + "' did not end within " + DEADLINE);
        }
        throwFailure(run);
    }

    private Run.State state(Run run) {
        return statusIn(run).state();
    }

    private Run.ComponentStatus statusIn(Run run) {
        return run.components().stream()
                .filter(c -> c.name().equals(name()))
                .findFirst()
                .orElseThrow();
    }

    private static void throwFailure(Run run) throws Exception {
        if (run.outcome() instanceof Run.Outcome.Failed failed) {
            if (failed.cause() instanceof Error error) {
                throw error;
            }
            throw (Exception) failed.cause();
        }
    }

    private Graph graph() {
        var around = new TestedGraph(spec);
        spec.inputs().forEach(input -> around.source(input, Silence::new, null));
        Path folder = spec.folder();
        return around.build("test", folder == null ? Path.of("") : folder);
    }

    /** Sends nothing until it is stopped. */
    private static final class Silence implements Source {
        private @Nullable Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            var never = new CountDownLatch(1);
            while (!out.stopping() && context != null) {
                context.blocking(
                        () -> {
                            never.await();
                            return true;
                        });
            }
        }
    }
}

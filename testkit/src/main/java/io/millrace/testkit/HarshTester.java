package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.api.Document;
import io.millrace.api.Output;
import io.millrace.engine.Run;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentSpec.Batching;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Runs one component many times under bad conditions, which a seed decides: its outputs have room
 * for one item and takers that dawdle at every other one, it is fused or not, its streams are
 * short, its batches small; the threads interleave at random, as in {@link Simulation}; takers end
 * early; the run is drained or cancelled at any step.
 *
 * <p>It is an {@link AssertionError}, which names the seed, if a run does not end or fails, if an
 * instance is not cleaned up exactly once or is called after that, if a thread is left, if an item
 * is not accounted for, or was both sent on and failed, and if what comes out is not what comes out
 * of a calm run: all of it when the run came to its end, the beginning of it otherwise.
 *
 * <p>The component waits through the engine alone, as {@link Simulation} says.
 *
 * <p>Immutable: every method gives another tester.
 *
 * @since 0.1
 */
public final class HarshTester {

    private static final String TESTED = "tested";

    private final ComponentSpec spec;
    private final Map<String, Given> inputs;
    private final Path folder;
    private final long first;
    private final int seeds;
    private final boolean sameOutput;

    private HarshTester(
            ComponentSpec spec,
            Map<String, Given> inputs,
            Path folder,
            long first,
            int seeds,
            boolean sameOutput) {
        this.spec = spec;
        this.inputs = inputs;
        this.folder = folder;
        this.first = first;
        this.seeds = seeds;
        this.sameOutput = sameOutput;
    }

    static HarshTester of(ComponentSpec spec, Map<String, Given> inputs, Path folder) {
        return new HarshTester(spec, inputs, folder, 1, 200, true);
    }

    /** Sets how many runs there are, 200 if nothing is said. */
    public HarshTester seeds(int count) {
        return new HarshTester(spec, inputs, folder, first, count, sameOutput);
    }

    /** Runs one seed alone, as a message names it. */
    public HarshTester seed(long seed) {
        return new HarshTester(spec, inputs, folder, seed, 1, sameOutput);
    }

    /** Says that what comes out depends on time or on chance, and is not compared. */
    public HarshTester anyOutput() {
        return new HarshTester(spec, inputs, folder, first, seeds, false);
    }

    /**
     * Runs the component.
     *
     * @throws AssertionError if something is wrong, for the first seed for which it is
     */
    public void run() {
        var calm = new Calm();
        boolean sends =
                calm.outputs(Long.MAX_VALUE).entrySet().stream()
                        .anyMatch(e -> !e.getKey().equals(Output.ERROR) && !e.getValue().isEmpty());
        if (!spec.outputs().isEmpty() && !sends) {
            throw new AssertionError("nothing comes out of it, so that this would show nothing");
        }
        for (long seed = first; seed < first + seeds; seed++) {
            new Once(seed, calm).run();
        }
    }

    /** What comes out in calm conditions, by how many items went in. */
    private final class Calm {
        private final Map<Long, Map<String, List<String>>> known = new LinkedHashMap<>();

        /** Returns what comes of the first items, by output. */
        Map<String, List<String>> outputs(long items) {
            return known.computeIfAbsent(items, this::run);
        }

        private Map<String, List<String>> run(long items) {
            var sinks = new LinkedHashMap<String, CollectSink>();
            var conditions = new Conditions(null, null, Batching.DEFAULT);
            Graph graph =
                    graph(
                            spec.type().implementation(),
                            conditions,
                            items,
                            new Lives(),
                            output -> {
                                var sink = new CollectSink();
                                sinks.put(output, sink);
                                return sink;
                            });
            Simulation.Result result =
                    Simulation.of(graph).with(o -> o.unfused().withoutCopies()).run(0);
            throwFailure(result.outcome());
            var texts = new LinkedHashMap<String, List<String>>();
            sinks.forEach((output, sink) -> texts.put(output, TestRun.texts(output, sink.items())));
            return texts;
        }
    }

    private static void throwFailure(Run.Outcome outcome) {
        if (outcome instanceof Run.Outcome.Failed failed) {
            throw new AssertionError(
                    "'%s' failed in %s: %s"
                            .formatted(failed.component(), failed.phase(), failed.cause()),
                    failed.cause());
        }
    }

    /** The streams around the component. */
    private record Conditions(@Nullable Buffer in, @Nullable Buffer out, Batching batch) {}

    /** Makes the taker of an output. */
    @FunctionalInterface
    private interface Takers {
        Component of(String output);
    }

    private Graph graph(
            Class<? extends Component> shape,
            Conditions conditions,
            long items,
            Lives lives,
            Takers takers) {
        ComponentSpec.Options options = spec.options();
        if (options.batch().equals(Batching.DEFAULT)) {
            options = options.with(conditions.batch());
        }
        var around =
                new TestedGraph(
                        new ComponentSpec(
                                TESTED,
                                lives.type(spec.type(), shape),
                                spec.config(),
                                options,
                                spec.position(),
                                spec.folder()));
        inputs.forEach(
                (input, given) -> {
                    Given sent = given.first(items);
                    around.source(input, () -> new ListSource(sent), conditions.in());
                });
        var outputs = new ArrayList<>(spec.outputs());
        outputs.add(Output.ERROR);
        for (String output : outputs) {
            around.taker(output, takers.of(output), conditions.out());
        }
        return around.build("harsh", folder);
    }

    /** What is done to a run from outside. */
    private enum Stop {
        NONE,
        DRAIN,
        CANCEL
    }

    /** The run of one seed. */
    private final class Once {
        private final long seed;
        private final Calm calm;
        private final SplittableRandom random;
        private final Lives lives = new Lives();
        private final Map<String, DawdlingTaker> takers = new LinkedHashMap<>();
        private final Stop stop;
        private final boolean endsEarly;

        Once(long seed, Calm calm) {
            this.seed = seed;
            this.calm = calm;
            this.random = new SplittableRandom(~seed);
            this.stop = random.nextInt(2) == 0 ? Stop.NONE : pick();
            this.endsEarly = random.nextInt(3) == 0;
        }

        private Stop pick() {
            return random.nextInt(2) == 0 ? Stop.DRAIN : Stop.CANCEL;
        }

        void run() {
            boolean fused = random.nextBoolean();
            boolean shortInputs = random.nextBoolean();
            var conditions =
                    new Conditions(
                            shortInputs ? new Buffer(random.nextInt(1, 5), 4L << 20) : null,
                            new Buffer(1, 4L << 20),
                            new Batching(
                                    random.nextInt(1, 6),
                                    4L << 20,
                                    random.nextBoolean() ? Duration.ofMillis(3) : null));
            Graph graph =
                    graph(
                            spec.type().implementation(),
                            conditions,
                            Long.MAX_VALUE,
                            lives,
                            this::taker);
            Simulation simulation =
                    Simulation.of(graph)
                            .check(_ -> lives.check())
                            .with(o -> (fused ? o : o.unfused()).withoutCopies());
            long step = random.nextInt(1 << random.nextInt(2, 10));
            try {
                check(
                        switch (stop) {
                            case NONE -> simulation.run(seed);
                            case DRAIN -> simulation.atStep(step, Run::drain).run(seed);
                            case CANCEL -> simulation.atStep(step, Run::cancel).run(seed);
                        });
            } catch (AssertionError e) {
                throw new AssertionError(
                        "'%s', seed %d, %s, %s, takers end after %s%n%s"
                                .formatted(
                                        spec.type().name(),
                                        seed,
                                        stop,
                                        fused ? "fused" : "unfused",
                                        takers.values(),
                                        e.getMessage()),
                        e);
            }
        }

        private Component taker(String output) {
            int most = endsEarly && random.nextBoolean() ? random.nextInt(4) : Integer.MAX_VALUE;
            var taker = new DawdlingTaker(most);
            takers.put(output, taker);
            return taker;
        }

        private void check(Simulation.Result result) {
            lives.checkEnd();
            boolean finished = result.outcome() instanceof Run.Outcome.Finished;
            throwFailure(result.outcome());
            if (!finished && stop != Stop.CANCEL) {
                throw new AssertionError("it did not finish: " + result.outcome());
            }
            Run.ComponentStatus status = status(result, TESTED);
            if (finished) {
                checkAccount(result, status);
            }
            checkFailed();
            if (sameOutput) {
                boolean ended = finished && takers.values().stream().noneMatch(t -> t.hasEnded);
                takers.forEach((name, taker) -> checkOutput(name, taker, status, ended));
            }
        }

        private static Run.ComponentStatus status(Simulation.Result result, String name) {
            return result.components().stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        /** What was sent to the component was taken by it, or came after its end. */
        private void checkAccount(Simulation.Result result, Run.ComponentStatus status) {
            long sent =
                    result.components().stream()
                            .filter(c -> c.name().startsWith(TestedGraph.SOURCE))
                            .mapToLong(Run.ComponentStatus::itemsOut)
                            .sum();
            long taken = status.itemsIn() + status.dropped().getOrDefault("after_end", 0L);
            if (sent != taken) {
                throw new AssertionError(
                        "%d items were sent to it, and %d taken or dropped".formatted(sent, taken));
            }
        }

        /** No item was both sent on and failed. */
        private void checkFailed() {
            var failed = new HashSet<String>();
            for (Object error : Objects.requireNonNull(takers.get(Output.ERROR)).items) {
                Document item = Objects.requireNonNull(((Document) error).get("item"));
                boolean isText = item.kind() == Document.Kind.STRING;
                failed.add(isText ? item.asString() : item.toString());
            }
            takers.forEach(
                    (output, taker) -> {
                        for (Object item : taker.items) {
                            if (!output.equals(Output.ERROR) && failed.contains(item.toString())) {
                                throw new AssertionError("both sent on and failed: " + item);
                            }
                        }
                    });
        }

        private void checkOutput(
                String output, DawdlingTaker taker, Run.ComponentStatus status, boolean ended) {
            boolean drained = stop == Stop.DRAIN && !inputs.isEmpty();
            if (drained && (inputs.size() > 1 || !ended)) {
                return; // it cannot be told what came of which items
            }
            long items = drained ? status.itemsIn() : Long.MAX_VALUE;
            boolean whole = ended && (drained || stop == Stop.NONE);
            List<String> expected = calm.outputs(items).getOrDefault(output, List.of());
            List<String> actual = TestRun.texts(output, taker.items);
            boolean right =
                    inputs.size() > 1
                            ? isPart(actual, expected, whole)
                            : isBeginning(actual, expected, whole);
            if (!right && stop == Stop.CANCEL && inputs.size() == 1) {
                // a source that is cancelled between two items ends, and those after it too
                expected = calm.outputs(status.itemsIn()).getOrDefault(output, List.of());
                right = isBeginning(actual, expected, false);
            }
            if (!right) {
                throw new AssertionError(
                        "'%s' gave %s%nand in calm conditions %s"
                                .formatted(output, actual, expected));
            }
        }

        private static boolean isBeginning(List<String> some, List<String> all, boolean whole) {
            return some.size() <= all.size()
                    && some.equals(all.subList(0, some.size()))
                    && (!whole || some.size() == all.size());
        }

        private static boolean isPart(List<String> some, List<String> all, boolean whole) {
            var rest = new ArrayList<>(all);
            return some.stream().allMatch(rest::remove) && (!whole || rest.isEmpty());
        }
    }
}

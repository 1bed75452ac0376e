package io.millrace.engine;

import static io.millrace.engine.Parts.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.engine.Parts.Apart;
import io.millrace.engine.Parts.Collect;
import io.millrace.engine.Parts.Count;
import io.millrace.engine.Parts.Do;
import io.millrace.engine.Parts.Loop;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Runs random graphs, fused and not, against what each sink has to get: on real threads, which show
 * what the testkit's simulation cannot, since it runs one thread at a time: memory that one thread
 * has written and another does not see, and the platform thread of the pacer.
 */
class RandomGraphTest {

    private static final int GRAPHS = Integer.getInteger("millrace.graphs", 100);

    @TempDir Path state;

    /** What a component makes of an item, how often, in the model. */
    private enum Kind {
        PASS {
            @Override
            int copies(long item) {
                return 1;
            }

            @Override
            Supplier<Component> component() {
                return () -> new Do((item, out) -> out.send(item));
            }
        },
        LOOP {
            @Override
            int copies(long item) {
                return 1;
            }

            @Override
            Supplier<Component> component() {
                return Loop::new;
            }
        },
        ODD {
            @Override
            int copies(long item) {
                return (int) (item & 1);
            }

            @Override
            Supplier<Component> component() {
                return () ->
                        new Do(
                                (item, out) -> {
                                    if (((long) item & 1) == 1) {
                                        out.send(item);
                                    }
                                });
            }
        },
        TWICE {
            @Override
            int copies(long item) {
                return 2;
            }

            @Override
            Supplier<Component> component() {
                return () ->
                        new Do(
                                (item, out) -> {
                                    out.send(item);
                                    out.send(item);
                                });
            }
        },
        PICKY {
            @Override
            int copies(long item) {
                return item % 10 == 0 ? 0 : 1;
            }

            @Override
            Supplier<Component> component() {
                return () ->
                        new Do(
                                (item, out) -> {
                                    if ((long) item % 10 == 0) {
                                        throw new IllegalArgumentException("ten");
                                    }
                                    out.send(item);
                                });
            }
        };

        abstract int copies(long item);

        abstract Supplier<Component> component();
    }

    @Test
    void every_sink_gets_what_the_graph_says() throws Exception {
        long first = Long.getLong("millrace.seed", System.nanoTime());
        for (int i = 0; i < GRAPHS; i++) {
            check(first + i);
        }
    }

    @Test
    void every_run_ends_when_it_is_drained_or_cancelled() throws Exception {
        long first = Long.getLong("millrace.seed", System.nanoTime());
        for (int i = 0; i < GRAPHS / 5; i++) {
            stop(first + i);
        }
    }

    /** A random graph, with what each of its sinks has to get of each item, how often. */
    private record Made(
            GraphBuilder graph, Map<String, Collect> sinks, Map<String, long[]> counts) {}

    private static Made make(SplittableRandom random, int items, boolean endless) {
        int middles = random.nextInt(0, 9);
        int sources = random.nextInt(1, 3);
        GraphBuilder graph = graph();
        List<String> names = new ArrayList<>();
        Map<String, long[]> counts = new LinkedHashMap<>();
        for (int s = 0; s < sources; s++) {
            boolean apart = random.nextBoolean();
            // an endless one repeats its items: 0 to items - 1, and so on
            graph.component(
                    "s" + s,
                    endless
                            ? () -> new Count(Long.MAX_VALUE, i -> i % items)
                            : apart ? () -> new Apart(items) : () -> new Count(items));
            long[] once = new long[items];
            Arrays.fill(once, 1);
            counts.put("s" + s, once);
            names.add("s" + s);
        }
        Map<String, Collect> sinks = new LinkedHashMap<>();
        for (int m = 0; m < middles + 2; m++) {
            boolean sink = m >= middles;
            String name = (sink ? "out" : "m") + m;
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            if (sink) {
                Collect collect = new Collect();
                sinks.put(name, collect);
                graph.component(name, () -> collect);
            } else if (kind == Kind.PASS && random.nextBoolean()) {
                graph.component(name, kind.component(), Map.of("parallelism", 3));
            } else {
                graph.component(
                        name,
                        kind.component(),
                        kind == Kind.PICKY ? Map.of("on_error", Map.of("then", "skip")) : Map.of());
            }
            long[] incoming = new long[items];
            Set<String> senders = new LinkedHashSet<>();
            for (int e = random.nextInt(1, 3); e > 0; e--) {
                senders.add(names.get(random.nextInt(names.size())));
            }
            for (String from : senders) {
                graph.bind(from + " -> " + name, binding(random));
                for (int i = 0; i < items; i++) {
                    incoming[i] += Objects.requireNonNull(counts.get(from))[i];
                }
            }
            if (!sink) {
                for (int i = 0; i < items; i++) {
                    incoming[i] *= kind.copies(i);
                }
                names.add(name);
            }
            counts.put(name, incoming);
        }
        return new Made(graph, sinks, counts);
    }

    private RunOptions options(SplittableRandom random) {
        RunOptions options = RunOptions.in(state);
        return random.nextInt(3) > 0 ? options : options.unfused();
    }

    private void check(long seed) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        int items = random.nextInt(1, 300);
        Made made = make(random, items, false);

        Run run = Engine.start(made.graph.build(), options(random));

        assertThat(run.await(Duration.ofSeconds(20)))
                .as("seed %d: %s %s", seed, run.components(), run.streams())
                .contains(new Run.Outcome.Finished());
        made.sinks.forEach(
                (name, collect) -> {
                    long[] got = new long[items];
                    collect.items().forEach(item -> got[(int) (long) item]++);
                    assertThat(got)
                            .as("seed %d, sink %s", seed, name)
                            .isEqualTo(made.counts.get(name));
                });
    }

    private void stop(long seed) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        Made made = make(random, 100, true);
        boolean drain = random.nextBoolean();
        Run run = Engine.start(made.graph.build(), options(random));
        run.await(Duration.ofNanos(random.nextInt(2_000_000)));

        if (drain) {
            run.drain();
        } else {
            run.cancel();
        }

        assertThat(run.await(Duration.ofSeconds(20)))
                .as("seed %d, drain %s: %s %s", seed, drain, run.components(), run.streams())
                .contains(drain ? new Run.Outcome.Finished() : new Run.Outcome.Cancelled());
        if (drain) {
            made.sinks.forEach(
                    (name, collect) ->
                            assertThat((long) collect.items().size())
                                    .as("seed %d, sink %s", seed, name)
                                    .isEqualTo(Parts.status(run, name).itemsIn()));
        }
    }

    private static Map<String, ?> binding(SplittableRandom random) {
        return random.nextInt(3) == 0
                ? Map.of("buffer", Map.of("items", random.nextInt(1, 20)))
                : Map.of();
    }
}

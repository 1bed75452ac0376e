package io.millrace.engine;

import static io.millrace.engine.Parts.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;
import io.millrace.api.Streams;
import io.millrace.engine.Parts.Collect;
import io.millrace.engine.Parts.Count;
import io.millrace.engine.Parts.Do;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.engine.letters.LetterQueue;
import io.millrace.engine.letters.Redelivery;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Random graphs with random failures, run once and replayed until nothing is left: after each run
 * every item is in exactly one place, and the counters say so too.
 */
class ReplayBalanceTest {

    private static final int GRAPHS = Integer.getInteger("millrace.graphs", 100) / 5;

    @TempDir Path folder;

    /** One graph with what its items came to. */
    private static final class World {
        final SplittableRandom random;
        final String seed;
        final int items;
        final AtomicInteger round = new AtomicInteger();
        final ConcurrentLinkedQueue<Long> filtered = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Long> skipped = new ConcurrentLinkedQueue<>();
        final List<Collect> sinks = new ArrayList<>();
        final Set<String> skipping = new LinkedHashSet<>();
        final Path state;
        final Graph graph;
        boolean repeated;

        World(long seed, Path state) {
            this.random = new SplittableRandom(seed);
            this.seed = "seed " + seed;
            this.items = random.nextInt(1, 200);
            this.state = state;
            this.graph = make();
        }

        /** Whether an item fails in a component now; each time anew, and in the end no more. */
        private boolean fails(String where, Document item) {
            long n = field(item, "n").asLong();
            long hash = new SplittableRandom(n * 31 + where.hashCode()).nextLong() + round.get();
            return round.get() < 4 && new SplittableRandom(hash).nextInt(4) == 0;
        }

        private void pass(String name, boolean skips, Object item) {
            if (fails(name, (Document) item)) {
                if (skips) {
                    skipped.add(field((Document) item, "n").asLong());
                }
                throw new IllegalArgumentException(name + " fails");
            }
        }

        private Graph make() {
            GraphBuilder graph = Graph.builder("test");
            int middles = random.nextInt(1, 7);
            List<String> names = new ArrayList<>(List.of("s"));
            for (int i = 0; i < middles; i++) {
                names.add("m" + i);
            }
            names.addAll(List.of("out1", "out2"));
            Map<String, Set<String>> takers = new HashMap<>();
            for (int i = 1; i < names.size(); i++) {
                taker(takers, names.get(random.nextInt(Math.min(i, middles + 1))), names.get(i));
            }
            for (int i = 0; i <= middles; i++) {
                taker(takers, names.get(i), names.get(random.nextInt(i + 1, names.size())));
            }
            for (int i = 0; i < names.size(); i++) {
                component(graph, names.get(i), i == 0, i > middles);
            }
            for (int i = 0; i <= middles; i++) {
                String from = names.get(i);
                for (String to : takers.getOrDefault(from, Set.of())) {
                    graph.bind(from + " -> " + to, binding(from, to));
                }
                if (i > 0 && random.nextInt(4) == 0) {
                    graph.bind(from + ".error -> out1.input");
                }
            }
            return graph.build();
        }

        private static void taker(Map<String, Set<String>> takers, String from, String to) {
            takers.computeIfAbsent(from, _ -> new LinkedHashSet<>()).add(to);
        }

        private void component(GraphBuilder graph, String name, boolean first, boolean last) {
            if (first) {
                graph.component(
                        name,
                        () -> new Count(items, n -> Document.object().put("n", n).build()),
                        Map.of("distribute", "round_robin"));
            } else if (last) {
                var sink = new Collect();
                sinks.add(sink);
                graph.component(name, () -> sink);
            } else {
                boolean skips = random.nextInt(6) == 0;
                if (skips) {
                    skipping.add(name);
                }
                var options = new HashMap<String, Object>(Map.of("distribute", "round_robin"));
                if (skips) {
                    options.put("on_error", Map.of("then", "skip"));
                }
                if (random.nextInt(3) == 0) {
                    options.put("parallelism", random.nextInt(2, 4));
                }
                if (!skips && random.nextInt(4) == 0) {
                    options.put("key", expression("key of " + name, false));
                }
                graph.component(
                        name,
                        skips || random.nextBoolean()
                                ? () ->
                                        new Do(
                                                (item, out) -> {
                                                    pass(name, skips, item);
                                                    out.send(item);
                                                })
                                : () -> new Loop(this, name),
                        options);
            }
        }

        private Map<String, ?> binding(String from, String to) {
            return switch (random.nextInt(5)) {
                case 0 -> Map.of("buffer", Map.of("items", random.nextInt(1, 20)));
                case 1 ->
                        skipping.contains(from)
                                ? Map.of()
                                : Map.of("condition", expression(from + "->" + to, true));
                default -> Map.of();
            };
        }

        private Expression expression(String name, boolean filters) {
            return new Expression() {
                @Override
                public String text() {
                    return name;
                }

                @Override
                public boolean test(Document item, Current current) {
                    long n = evaluate(item, current).asLong();
                    if (filters && n % 7 == 0) {
                        filtered.add(n);
                        return false;
                    }
                    return true;
                }

                @Override
                public Document evaluate(Document item, Current current) {
                    Document n = item.get("n");
                    if (n == null) {
                        return Document.of(1); // an error item
                    }
                    if (fails(name, item)) {
                        throw new ExpressionException(name + " fails");
                    }
                    return n;
                }
            };
        }

        /** Returns the numbers of the items that are in the queue. */
        List<Long> queued() throws IOException {
            var numbers = new ArrayList<Long>();
            long broken =
                    new LetterQueue(state)
                            .read(LetterFilter.all(), l -> numbers.add(number(l.document())));
            assertThat(broken).isZero();
            return numbers;
        }

        /** Returns the number of an item, or of the one that an error item is about. */
        private static long number(Object item) {
            Document document = (Document) item;
            Document inner = document.get("item");
            return inner == null ? field(document, "n").asLong() : number(inner);
        }

        /** Checks that each item is in one place, or in several if a run was cut short. */
        void check(String when) throws IOException {
            List<Long> found = new ArrayList<>(queued());
            found.addAll(filtered);
            found.addAll(skipped);
            sinks.forEach(s -> s.items().forEach(item -> found.add(number(item))));
            Set<Long> all = new LinkedHashSet<>(found);
            assertThat(all).as("%s %s", seed, when).hasSize(items);
            if (!repeated) {
                assertThat(found).as("%s %s", seed, when).hasSize(items);
            }
        }

        /** Checks a run's counters: in = out + dropped + dead, with nothing in flight any more. */
        void check(Run run, Graph graph, String when) {
            long in = 0;
            long gone = 0;
            for (Run.ComponentStatus status : run.components()) {
                var spec = graph.component(status.name());
                in += spec.inputs().isEmpty() ? status.itemsOut() : 0;
                gone += spec.outputs().isEmpty() ? status.itemsIn() : 0;
                gone += status.deadLetters() + sum(status.dropped().values());
            }
            assertThat(gone).as("%s %s: %s", seed, when, run.components()).isEqualTo(in);
        }

        private static long sum(Collection<Long> numbers) {
            return numbers.stream().mapToLong(n -> n).sum();
        }
    }

    private record Loop(World world, String name) implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            for (Object item : streams.receive("input", Object.class)) {
                streams.errors()
                        .run(
                                "work",
                                item,
                                () -> {
                                    world.pass(name, false, item);
                                    streams.send("output", item);
                                });
            }
        }
    }

    @Test
    @DisplayName("T12 every item is in one place, over a run and its replays")
    void every_item_is_in_one_place_over_a_run_and_its_replays() throws Exception {
        long first = Long.getLong("millrace.seed", System.nanoTime());
        for (int i = 0; i < GRAPHS; i++) {
            world(first + i, folder.resolve("w" + i));
        }
    }

    private static void world(long seed, Path state) throws Exception {
        var world = new World(seed, state);
        RunOptions options = RunOptions.in(state).withoutCopies();
        if (world.random.nextInt(3) == 0) {
            options = options.unfused();
        }
        Run run = Engine.start(world.graph, options);
        assertThat(run.await(Duration.ofSeconds(20)))
                .as("%s: %s", world.seed, run.components())
                .contains(new Run.Outcome.Finished());
        world.check(run, world.graph, "run");
        world.check("run");
        while (!world.queued().isEmpty()) {
            world.round.incrementAndGet();
            replay(world, options);
        }
    }

    private static void replay(World world, RunOptions options) throws Exception {
        List<Long> before = world.queued();
        String when = "round " + world.round;
        long limit = world.random.nextInt(3) == 0 ? world.random.nextInt(1, 20) : Long.MAX_VALUE;
        var request = new Redelivery.Request(LetterFilter.all(), limit, 100);
        try (Replay replay = Replay.start(world.graph, options, request)) {
            int cut = world.random.nextInt(8);
            if (cut < 2) {
                replay.run().await(Duration.ofNanos(world.random.nextInt(300_000)));
            }
            if (cut == 0) {
                replay.run().drain();
            } else if (cut == 1) {
                replay.run().cancel();
            }
            Replay.Result result = replay.end();
            if (result.outcome() instanceof Run.Outcome.Finished) {
                world.check(replay.run(), replay.graph(), when);
            } else {
                world.repeated = true;
            }
        }
        if (world.repeated) {
            assertThat(before).as("%s %s", world.seed, when).isNotEmpty();
        }
        world.check(when);
    }
}

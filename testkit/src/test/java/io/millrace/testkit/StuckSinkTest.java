package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.StateSpec;
import io.millrace.api.Traits;
import io.millrace.api.TransactionalSink;
import io.millrace.api.ValueState;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions.Keeping;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a run holds while a sink does nothing for an hour: as much as after a second. */
class StuckSinkTest {

    private static final long ITEMS = 3_000;
    private static final long STUCK_AT = 1_000;
    private static final Duration STUCK_FOR = Duration.ofHours(1);
    private static final int ROOM = 32;
    private static final int STREAMS = 2;

    /** Of how many steps one is looked at. */
    private static final int LOOK_EVERY = 50;

    /** How many files there may be: of three checkpoints, and what is being written. */
    private static final int MOST_FILES = 12;

    /** Where the sink is stuck. */
    enum Where {
        AN_ITEM,
        PUBLISHING
    }

    private final SimulatedDisk disk = SimulatedDisk.empty();
    private final List<Long> published = new ArrayList<>();
    private boolean isStuck;
    private boolean wasStuck;

    private void stick(Context context) throws InterruptedException {
        if (!wasStuck) {
            wasStuck = true;
            isStuck = true;
            context.sleep(STUCK_FOR);
            isStuck = false;
        }
    }

    /** Sends numbers, ten in 10 ms. */
    @Traits(cooperative = true)
    private static final class Numbers implements ReplayableSource {
        private Context context;
        private long next;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            while (next < ITEMS && !out.stopping()) {
                if (next % 10 == 0) {
                    context.sleep(Duration.ofMillis(10));
                }
                out.send(next);
                next++;
            }
        }

        @Override
        public Document nextPosition() {
            return Document.of(next);
        }

        @Override
        public void startAt(Document position) {
            next = position.asLong();
        }
    }

    /** Changes a state with each item. */
    private static final class Count implements Handler<Long> {
        private ValueState<Long> count;

        @Override
        public void setup(Context context) {
            count = context.state(StateSpec.value("count", Long.class));
        }

        @Override
        public void onItem(Long item, Output out) throws Exception {
            count.set(count.or(0L) + 1);
            out.send(item);
        }
    }

    /** Is stuck once. */
    @Ports(outputs = {})
    private final class Sink implements Handler<Long>, TransactionalSink {
        private final Where where;
        private Context context;
        private List<Document> filling = new ArrayList<>();

        Sink(Where where) {
            this.where = where;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Long item, Output out) throws Exception {
            if (where == Where.AN_ITEM && item == STUCK_AT) {
                stick(context);
            }
            filling.add(Document.of(item));
        }

        @Override
        public Sealed seal(long epoch) {
            Document stage = Document.array(filling);
            filling = new ArrayList<>();
            return new Sealed() {
                @Override
                public Document reference() {
                    return stage;
                }

                @Override
                public void force() {}
            };
        }

        @Override
        public void publish(long epoch, Document sealed) throws Exception {
            if (where == Where.PUBLISHING && published.size() > STUCK_AT) {
                stick(context);
            }
            for (int i = 0; i < sealed.size(); i++) {
                published.add(sealed.at(i).asLong());
            }
        }

        @Override
        public void restore(long epoch, @Nullable Document sealed) {}
    }

    /** What was seen of the run while the sink was stuck. */
    private final class Watch {
        private final Path folder;
        private final Set<Long> committed = new HashSet<>();
        private long mostHeld;
        private int mostFiles;
        private int looks;

        Watch(Path folder) {
            this.folder = folder;
        }

        void look(Run run) {
            if (isStuck && ++looks % LOOK_EVERY == 0) {
                List<Run.ComponentStatus> parts = run.components();
                long held = parts.getFirst().itemsOut() - parts.getLast().itemsIn();
                mostHeld = Math.max(mostHeld, held);
                mostFiles = Math.max(mostFiles, files());
                committed.add(run.checkpoints().orElseThrow().committed());
            }
        }

        private int files() {
            try (Stream<Path> files = Files.walk(folder)) {
                return (int) files.filter(Files::isRegularFile).count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @DisplayName("F14 an hour of a sink that is stuck takes no more than a second of it")
    @ParameterizedTest
    @EnumSource
    void an_hour_of_a_sink_that_is_stuck_takes_no_more_than_a_second(Where where) throws Exception {
        Path folder = Files.createDirectory(disk.getPath("/work"));
        var watch = new Watch(folder);
        Graph graph =
                Graph.builder("stuck")
                        .folder(folder)
                        .settings(Map.of("checkpoint", "200ms"))
                        .component("in", Numbers::new)
                        .component("count", Count::new)
                        .component("out", () -> new Sink(where))
                        .bind("in -> count -> out", Map.of("buffer", Map.of("items", ROOM)))
                        .build();

        Simulation.Result result =
                Simulation.of(graph)
                        .with(o -> o.withoutCopies().with(Keeping.DEFAULT))
                        .check(watch::look)
                        .run(1);

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(result.elapsed()).isGreaterThan(STUCK_FOR);
        assertThat(published)
                .containsExactlyElementsOf(LongStream.range(0, ITEMS).boxed().toList());
        assertThat(watch.looks).isGreaterThan(100 * LOOK_EVERY);
        assertThat(watch.mostHeld).isBetween((long) ROOM, STREAMS * (ROOM + 1L) + 1);
        assertThat(watch.mostFiles).isBetween(1, MOST_FILES);
        assertThat(watch.committed).hasSizeLessThanOrEqualTo(2);
    }
}

package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Event;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.api.Traits;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** Who waits for what others have to do waits: it does not look again and again meanwhile. */
class IdleBehindBarrierTest {

    /** Sends a few numbers, one each millisecond. */
    @Traits(cooperative = true)
    private static class Numbers implements ReplayableSource {
        private Context context;
        private long next;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            while (next < 20 && !out.stopping()) {
                context.sleep(Duration.ofMillis(1));
                out.send(Document.object().put("at", next).build());
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

    /** One that no taker is fused to. */
    @Traits
    private static final class Apart extends Numbers {}

    /** Takes its time with each item. */
    private static final class Slow implements Handler<Document> {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Document item, Output out) throws Exception {
            context.sleep(Duration.ofMillis(50));
            out.send(item);
        }
    }

    /** Has event time by two inputs. */
    @Ports(
            inputs = {"left", "right"},
            outputs = {})
    private static final class Merge implements Handler<Document> {
        @Override
        public void onItem(Document item, Output out) {}

        @Override
        public void onEventTime(long timestamp, Output out) {}
    }

    @Test
    void a_component_does_not_spin_until_the_barrier_has_come_by_all_its_inputs()
            throws IOException {
        SimulatedDisk disk = SimulatedDisk.empty();
        Files.createDirectory(disk.getPath("/work"));
        Map<String, Object> time = Map.of("event_time", Map.of("field", "item.at", "idle", "1ms"));
        Graph graph =
                Graph.builder("idle")
                        .folder(disk.getPath("/work"))
                        .component("left", Numbers::new)
                        .component("right", Numbers::new)
                        .component("slow", Slow::new)
                        .component("merge", Merge::new, time)
                        .bind("left -> merge.left")
                        .bind("right -> slow -> merge.right")
                        .build()
                        .with(new Graph.Settings(null, Duration.ofMillis(1)));

        Simulation.Result result =
                Simulation.of(graph)
                        .within(50_000)
                        .with(o -> o.with(RunOptions.Keeping.DEFAULT))
                        .run(1);

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
    }

    /** Has event time, in a loop of its own. */
    private static final class Timed implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            while (!(streams.next() instanceof Event.End)) {}
        }
    }

    @Test
    void a_sender_that_waits_for_room_leaves_the_takers_of_its_other_streams_alone() {
        Map<String, Object> timed =
                Map.of("event_time", "item.at", "key", "item.at", "parallelism", 3);
        Graph graph =
                Graph.builder("full")
                        .component("numbers", Apart::new)
                        .component("timed", Timed::new, timed)
                        .component("slow", Slow::new)
                        .bind("numbers -> timed")
                        .bind("numbers -> slow", Map.of("buffer", Map.of("items", 1)))
                        .build();

        Simulation.Result result = Simulation.of(graph).within(1_000).run(1);

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
    }
}

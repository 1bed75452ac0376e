package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** A stream that would be idle by now, but has brought a barrier that others have not. */
class IdleBehindBarrierTest {

    /** Sends a few numbers, one each millisecond. */
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
}

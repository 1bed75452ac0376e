package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.engine.BarrierTest.World;
import io.millrace.engine.EpochParts.Numbers;
import io.millrace.engine.EpochParts.Publisher;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** When what is committed is published; the sinks check that no epoch is left out. */
@Timeout(60)
class PublishingTest {

    @TempDir Path folder;

    private final World world = new World();
    private final Waiting waiting = new Waiting();

    /** Sends three items, and then waits for the world outside. */
    @Traits(cooperative = true)
    private static final class Waiting implements ReplayableSource {
        private final CountDownLatch more = new CountDownLatch(1);
        private Context context;
        private long next;
        private volatile long durable;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            for (; next < 3; next++) {
                out.send(next);
            }
            context.blocking(
                    () -> {
                        more.await();
                        return 0;
                    });
        }

        @Override
        public Document nextPosition() {
            return Document.of(next);
        }

        @Override
        public void startAt(Document position) {
            next = position.asLong();
        }

        @Override
        public void onDurable(Document position) {
            durable = position.asLong();
        }
    }

    private Run start(GraphBuilder graph) {
        graph.component("in", () -> waiting)
                .component("out", () -> new Publisher(world.shown, "out"))
                .bind("in -> out");
        return EmbeddedRun.start(graph.build(), RunOptions.in(folder).withoutCopies(), world);
    }

    @Test
    @DisplayName("F1 what is committed is published while its source waits for the outside world")
    void publishes_while_the_source_waits() throws Exception {
        Run run = start(Graph.builder("test"));

        await().until(() -> world.shown.of("out").size() == 3);
        assertThat(waiting.durable).isZero(); // its own code is at work

        waiting.more.countDown();
        assertThat(run.await()).isEqualTo(new Run.Outcome.Finished());
        assertThat(world.shown.of("out")).isEqualTo(Parts.longs(0, 3));
        assertThat(waiting.durable).isEqualTo(3);
    }

    @Test
    @DisplayName("F1 no epoch is committed before the one before it is published")
    void publishes_each_epoch_before_the_next_is_sealed() throws Exception {
        Run run =
                start(
                        Graph.builder("test")
                                .component("others", () -> new Numbers(200, 10))
                                .component("beside", () -> new Publisher(world.shown, "beside"))
                                .bind("others -> beside"));

        await().until(() -> world.shown.of("beside").size() > 100 || run.outcome() != null);
        waiting.more.countDown();
        assertThat(run.await()).isEqualTo(new Run.Outcome.Finished());
        assertThat(world.shown.of("out")).isEqualTo(Parts.longs(0, 3));
    }
}

package io.millrace.components;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.JournaledSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.components.file.FileSink;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Delivery;
import io.millrace.graph.Graph;
import io.millrace.graph.Guarantees;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** A source that cannot send again, with a journal before it, on the real engine. */
class JournaledTest {

    private static final int ITEMS = 3_000;

    @TempDir private Path folder;

    /** Somebody outside who sends what was not answered again, when the source is there again. */
    private long answered;

    private long sent;
    private final Set<Long> sentAgain = new HashSet<>();

    private class Listener implements JournaledSource {

        private Context context;
        private long first;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            first = answered;
            LongStream.range(answered, sent).forEach(sentAgain::add);
            for (long n = answered; n < ITEMS && !out.stopping(); n++) {
                sent = Math.max(sent, n + 1);
                out.send(Document.of(n));
                if (n % 10 == 9) {
                    context.sleep(Duration.ofMillis(1));
                }
            }
        }

        @Override
        public void onJournaled(long items) {
            answered = first + items;
        }
    }

    @Traits(cooperative = true)
    private final class CooperativeListener extends Listener {}

    private Graph graph(Supplier<Listener> source) {
        var sink =
                new FileSink.Config(
                        "out.ndjson",
                        Optional.empty(),
                        FileSink.Mode.OVERWRITE,
                        List.of(),
                        true,
                        Optional.empty());
        return Graph.builder("journaled")
                .folder(folder)
                .component("in", source)
                .component("out", () -> new FileSink(sink))
                .bind("in -> out")
                .build()
                .with(new Graph.Settings(null, Duration.ofMillis(5)));
    }

    private void loses_nothing(Supplier<Listener> source) throws Exception {
        long seed = new SplittableRandom().nextLong();
        var random = new SplittableRandom(seed);
        Run.Outcome outcome;
        int lives = 0;
        do {
            Run run = Engine.start(graph(source), RunOptions.in(folder.resolve(".millrace")));
            if (run.await(Duration.ofMillis(random.nextInt(150))).isEmpty() && lives++ < 20) {
                run.cancel();
            }
            outcome = run.await();
        } while (!(outcome instanceof Run.Outcome.Finished));

        List<Long> written =
                Files.readAllLines(folder.resolve("out.ndjson")).stream()
                        .map(Long::valueOf)
                        .toList();
        assertThat(written.stream().distinct().toList())
                .as("seed %d, %d lives", seed, lives)
                .isEqualTo(LongStream.range(0, ITEMS).boxed().toList());
        var seen = new HashSet<Long>();
        assertThat(written.stream().filter(n -> !seen.add(n)).toList())
                .as("twice, seed %d, %d lives", seed, lives)
                .isSubsetOf(sentAgain);
    }

    @Test
    @DisplayName("F1 T12 what was answered is there once, from a source that cannot send again")
    void what_was_answered_is_there_once() throws Exception {
        loses_nothing(Listener::new);
    }

    @Test
    @DisplayName("F1 what was answered is there once, from a source into which its sink is fused")
    void what_was_answered_is_there_once_where_the_sink_is_fused() throws Exception {
        loses_nothing(CooperativeListener::new);
    }

    @Test
    void its_path_is_exactly_once() {
        assertThat(Guarantees.of(graph(Listener::new)).delivery()).isEqualTo(Delivery.EXACTLY_ONCE);
    }
}

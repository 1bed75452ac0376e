package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;

import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.engine.Run;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Resource cleanup pattern: what a component opens, the engine closes. */
class ResourceCleanupTest {

    @TempDir private Path folder;

    /** Opens three connections, one of which cannot be closed. */
    static final class Connected implements Handler<Object> {
        private final List<String> calls;
        private final boolean failsToSetUp;

        Connected(List<String> calls, boolean failsToSetUp) {
            this.calls = calls;
            this.failsToSetUp = failsToSetUp;
        }

        private AutoCloseable connection(String name) {
            return () -> {
                calls.add("close " + name);
                if (name.equals("second")) {
                    throw new IOException("the " + name + " does not answer");
                }
            };
        }

        @Override
        public void setup(Context context) {
            context.open(connection("first"));
            context.open(connection("second"));
            context.open(connection("third"));
            if (failsToSetUp) {
                throw new IllegalStateException("no server");
            }
        }

        @Override
        public void onItem(Object item, Output out) {
            calls.add("item " + item);
        }

        @Override
        public void cleanup() {
            calls.add("cleanup");
        }
    }

    private Run run(List<String> calls, boolean failsToSetUp) throws InterruptedException {
        return Parts.run(
                Parts.graph()
                        .component("in", () -> Parts.source(1))
                        .component("connected", () -> new Connected(calls, failsToSetUp))
                        .bind("in -> connected"),
                folder);
    }

    @Test
    @DisplayName(
            "M074 M075 M078 M115 M116 each is closed, the last first; one that fails is a warning")
    void resources_are_closed_in_reverse_order_each_in_its_own_guard() throws Exception {
        List<String> calls = new ArrayList<>();
        try (var logs = new Logs()) {

            Run run = run(calls, false);

            assertThat(calls)
                    .containsExactly(
                            "item 1", "cleanup", "close third", "close second", "close first");
            assertThat(logs.lines(Level.WARN))
                    .containsExactly("Cleanup error: the second does not answer");
            assertThat(run.outcome()).isEqualTo(new Run.Outcome.Finished());
        }
    }

    @Test
    @DisplayName("M074 M079 they are closed after a failed set-up, too")
    void resources_are_closed_after_a_failed_setup() throws Exception {
        List<String> calls = new ArrayList<>();

        Run run = run(calls, true);

        assertThat(calls).containsExactly("cleanup", "close third", "close second", "close first");
        assertThat(run.outcome()).isInstanceOf(Run.Outcome.Failed.class);
    }

    /** Writes items to a file. */
    static final class Writes implements Handler<Object> {
        private final Path file;
        private BufferedWriter writer = new BufferedWriter(java.io.Writer.nullWriter());

        Writes(Path file) {
            this.file = file;
        }

        @Override
        public void setup(Context context) throws IOException {
            writer = context.open(Files.newBufferedWriter(file));
        }

        @Override
        public void onItem(Object item, Output out) throws IOException {
            writer.write(item.toString());
        }
    }

    @Test
    @DisplayName("M076 a file is closed, with what was written to it")
    void file_is_closed() throws Exception {
        Path file = folder.resolve("items.txt");

        Parts.run(
                Parts.graph()
                        .component("in", () -> Parts.source(1, 2))
                        .component("writes", () -> new Writes(file))
                        .bind("in -> writes"));

        assertThat(file).hasContent("12");
        assertThat(open(file)).isFalse();
    }

    /** Returns whether this process has the file open. */
    private static boolean open(Path file) {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(ResourceCleanupTest::target)
                    .filter(Objects::nonNull)
                    .anyMatch(file.toString()::equals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    @Test
    @DisplayName("M010 M022 the engine logs what the seed's component logs of its life")
    void life_is_logged() throws Exception {
        try (var logs = new Logs()) {

            run(new ArrayList<>(), false);

            assertThat(logs.lines(Level.INFO))
                    .contains(
                            "Connected 'connected' initialized",
                            "Connected 'connected' cleaned up");
        }
    }
}

package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class LeaksTest {

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private final List<Closeable> left = new ArrayList<>();

    /** Opens something in set-up and forgets it. */
    private static final class Forgetful implements Handler<Object> {
        private final Opening opening;

        Forgetful(Opening opening) {
            this.opening = opening;
        }

        @Override
        public void setup(Context context) throws Exception {
            opening.open();
        }

        @Override
        public void onItem(Object item, Output out) {}
    }

    @FunctionalInterface
    private interface Opening {
        void open() throws Exception;
    }

    @BeforeEach
    void opens_files_are_known() {
        assumeThat(OPEN_FILES).as("open files are listed on Linux alone").exists();
    }

    @AfterEach
    void close_what_was_left() throws IOException {
        for (Closeable each : left) {
            each.close();
        }
    }

    private static ComponentTester tester(Opening opening) {
        return ComponentTester.of(() -> new Forgetful(opening))
                .leavingWithin(Duration.ofMillis(20))
                .input("a");
    }

    @Test
    @DisplayName("M076 M087 a file left open fails the test, which names it")
    void finds_a_file(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("orders.log"), "x");

        assertThatThrownBy(tester(() -> left.add(Files.newInputStream(file)))::run)
                .isInstanceOf(AssertionError.class)
                .hasMessage("'Forgetful' left behind: open file '" + file.toRealPath() + "'");
    }

    @Test
    @DisplayName("M087 a socket left open fails the test, which names its port")
    void finds_a_socket() {
        var port = new int[1];

        assertThatThrownBy(
                        tester(
                                        () -> {
                                            var socket =
                                                    new ServerSocket(
                                                            0, 1, InetAddress.getLoopbackAddress());
                                            left.add(socket);
                                            port[0] = socket.getLocalPort();
                                        })
                                ::run)
                .isInstanceOf(AssertionError.class)
                .hasMessage("'Forgetful' left behind: open tcp socket at port " + port[0]);
    }

    @Test
    @DisplayName("M087 a virtual thread left running fails the test, which names it")
    void finds_a_virtual_thread() {
        var end = new CountDownLatch(1);
        left.add(end::countDown);

        assertThatThrownBy(
                        tester(
                                        () ->
                                                Thread.ofVirtual()
                                                        .name("poller of orders")
                                                        .start(() -> await(end)))
                                ::run)
                .isInstanceOf(AssertionError.class)
                .hasMessage("'Forgetful' left behind: thread 'poller of orders'");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void leaves_a_component_alone_that_closes_what_it_opened(@TempDir Path folder)
            throws Exception {
        Path file = Files.writeString(folder.resolve("orders.log"), "x");

        var run =
                tester(
                                () -> {
                                    Files.newInputStream(file).close();
                                    Thread.ofVirtual().start(() -> {}).join();
                                })
                        .run();

        assertThat(run.finished().output()).isEmpty();
    }

    @Test
    void need_not_be_looked_for(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("orders.log"), "x");

        var run = tester(() -> left.add(Files.newInputStream(file))).ignoringLeaks().run();

        assertThat(run.finished().output()).isEmpty();
    }
}

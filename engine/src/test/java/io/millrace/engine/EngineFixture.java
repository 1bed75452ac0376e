package io.millrace.engine;

import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs graphs with a state folder of their own, and sees that no thread is left. */
abstract class EngineFixture {

    @TempDir Path state;

    RunOptions fused;

    @BeforeEach
    void options() {
        fused = RunOptions.in(state).with(counted(Seams.real()));
    }

    RunOptions options(boolean fuse) {
        return fuse ? fused : fused.unfused();
    }

    @AfterEach
    void no_thread_is_left() {
        await().atMost(Duration.ofSeconds(5)).until(() -> running() == 0);
    }

    private final AtomicInteger threads = new AtomicInteger();

    private int running() {
        return threads.get();
    }

    /** Counts the threads that run. */
    private Seams counted(Seams seams) {
        Threads starter =
                (name, work) -> {
                    threads.incrementAndGet();
                    return seams.threads()
                            .start(
                                    name,
                                    () -> {
                                        try {
                                            work.run();
                                        } finally {
                                            threads.decrementAndGet();
                                        }
                                    });
                };
        return new Seams(seams.time(), starter, seams.disk(), seams.random());
    }
}

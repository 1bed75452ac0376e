package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.ComponentSpec.Buffer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Two threads that wait for each other all the time, without the pacer that would make up for a
 * wake-up that is lost: one is enough to hang it.
 */
class PingPongTest {

    private static final int RUNS = Integer.getInteger("millrace.ring.runs", 100);
    private static final int TURNS = 300;

    /** One side: what it takes and what it sends to. */
    private record Side(Ring in, Ring out, Parker parker) {

        /** Sends what comes back one larger; returns the last number. */
        int play(int first) throws InterruptedException {
            parker.own();
            var cursor = new Cursor();
            int number = first;
            while (number < TURNS) {
                out.put(number, cursor);
                out.flush();
                number = (Integer) take(cursor) + 1;
            }
            out.put(number, cursor);
            out.flush();
            return number;
        }

        /** Sends back what comes, one larger. */
        int echo() throws InterruptedException {
            parker.own();
            var cursor = new Cursor();
            int number;
            do {
                number = (Integer) take(cursor) + 1;
                out.put(number, cursor);
                out.flush();
            } while (number <= TURNS);
            return number;
        }

        private Object take(Cursor cursor) throws InterruptedException {
            while (in.available() == 0) {
                parker.prepare();
                if (in.available() == 0) {
                    parker.park();
                } else {
                    parker.cancel();
                }
            }
            Object element = in.take(cursor);
            in.release();
            return element;
        }
    }

    private static Ring ring(int capacity, Parker sender, Parker taker) {
        return new Ring(
                "input",
                new Buffer(capacity, 1 << 20),
                false,
                new Ring.Lanes(false, false),
                Time.system(),
                sender,
                taker,
                new Counters(),
                sender::wake);
    }

    @ParameterizedTest(name = "capacity {0}, virtual threads: {1}")
    @CsvSource({"1,true", "1,false", "2,true", "2,false", "64,true", "64,false"})
    void loses_no_wake_up(int capacity, boolean virtual) throws Exception {
        for (int run = 0; run < RUNS; run++) {
            Parker one = new Parker(Time.system());
            Parker other = new Parker(Time.system());
            Ring there = ring(capacity, one, other);
            Ring back = ring(capacity, other, one);
            var playing = new FutureTask<>(() -> new Side(back, there, one).play(0));
            var echoing = new FutureTask<>(() -> new Side(there, back, other).echo());
            Thread.Builder threads = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
            threads.start(echoing);
            threads.start(playing);

            assertThat(playing.get(20, TimeUnit.SECONDS)).as("run %d", run).isEqualTo(TURNS);
            assertThat(echoing.get(20, TimeUnit.SECONDS)).as("run %d", run).isEqualTo(TURNS + 1);
        }
    }
}

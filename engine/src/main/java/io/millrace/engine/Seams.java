package io.millrace.engine;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Everything the engine takes from the outside world, so that a test can own it.
 *
 * @param time the clock and the waits on it
 * @param threads starts threads
 * @param disk files of the engine's own
 * @param random where the random numbers of a run begin
 * @since 0.1
 */
public record Seams(Time time, Threads threads, Disk disk, RandomGenerator random) {

    /** Returns the real world. */
    public static Seams real() {
        return new Seams(Time.system(), Threads.virtual(), Disk.local(), new SplittableRandom());
    }
}

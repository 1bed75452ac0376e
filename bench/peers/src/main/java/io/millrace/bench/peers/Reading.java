package io.millrace.bench.peers;

/**
 * What flows through the pipelines, and what they do to it: the same for Millrace and its peers.
 *
 * @param id its number, from 0
 * @param time when it was sent, in nanoseconds, where the feed is paced; else anything
 * @param value what is computed with
 */
public record Reading(long id, long time, double value) {

    static Reading of(long id, long time) {
        long z = (id + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 29)) * 0x94D049BB133111EBL;
        return new Reading(id, time, ((z ^ z >>> 32) & 0xFFFFF) * 0x1p-20);
    }

    Reading scaled() {
        return new Reading(id, time, value * 1.5);
    }

    /** Returns whether it passes the filter, as every second does that was scaled. */
    boolean isKept() {
        return Feed.IS_PACED || value < 0.75;
    }

    Reading shifted() {
        return new Reading(id, time, value + 1);
    }

    Reading scaledAndShifted() {
        return new Reading(id, time, value * 1.5 + 1);
    }

    /** Returns a number of which the sum tells whether all arrived, unchanged and once. */
    long digest() {
        return id ^ Double.doubleToRawLongBits(value);
    }
}

package io.millrace.testkit;

import io.millrace.graph.ComponentSpec.OnError;

import java.util.List;

/**
 * What a component of a simulated graph does.
 *
 * @param number its place in the graph
 * @param shape what kind of component it is
 * @param act what it makes of an item
 * @param items how many items a source sends
 * @param limit after how many items it ends early; 0 for never
 * @param refuses whether it fails some items
 * @param slow whether it sleeps
 * @param policy what becomes of those
 * @param crash where it fails as a whole
 * @param inputs the names of its inputs
 * @param outputs the names of its outputs
 */
record Role(
        int number,
        Shape shape,
        Act act,
        int items,
        int limit,
        boolean refuses,
        OnError policy,
        boolean slow,
        Crash crash,
        List<String> inputs,
        List<String> outputs) {

    /** So many items that a source does not come to their end. */
    static final int ENDLESS = 1_000_000;

    /** What kind of component it is. */
    enum Shape {
        SOURCE,
        APART,
        HANDLER,
        TIMED,
        LOOP,
        EVENTS,
        /** Takes batches. */
        BATCHES,
        /** Has a thread for each input. */
        EACH
    }

    /** What it makes of an item. */
    enum Act {
        PASS(1),
        TWICE(2),
        ODD(1),
        /** Passes them on in {@code flush} and at the end. */
        COLLECT(1);

        /** The most items that leave for one that comes. */
        final int most;

        Act(int most) {
            this.most = most;
        }

        int copies(int n) {
            return this == ODD ? n & 1 : most;
        }
    }

    /** Where it fails as a whole. */
    enum Crash {
        NEVER,
        SETUP,
        PROCESS,
        CLEANUP
    }

    String name() {
        return "c" + number;
    }

    boolean isEndless() {
        return items == ENDLESS;
    }

    boolean isSource() {
        return shape == Shape.SOURCE || shape == Shape.APART;
    }
}

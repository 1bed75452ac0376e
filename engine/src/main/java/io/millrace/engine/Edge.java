package io.millrace.engine;

import java.util.HashSet;
import java.util.Set;

/**
 * One stream as one instance of its sender sees it. When every taker behind it has ended, the
 * sender learns that this edge takes nothing more. Of the sender's thread alone.
 */
final class Edge {

    private final Instance sender;
    private final boolean error;
    private final Set<Object> takers = new HashSet<>();

    Edge(Instance sender, boolean error) {
        this.sender = sender;
        this.error = error;
        sender.addEdge(this);
    }

    /** Adds who takes from this edge: a fused instance, or the channel to one. */
    void addTaker(Object taker) {
        takers.add(taker);
    }

    /** Says that a taker has ended before its sender. */
    void takerEnded(Object taker) {
        if (takers.remove(taker) && takers.isEmpty()) {
            sender.edgeEnded();
        }
    }

    boolean isOpen() {
        return !takers.isEmpty();
    }

    /** Whether this comes from the output {@code error}, which does not keep a component going. */
    boolean isError() {
        return error;
    }
}

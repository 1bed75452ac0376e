package io.millrace.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The streams that lead from one task to others. Of the task's thread alone, but for what says
 * otherwise.
 */
final class OutgoingStreams {

    private final Map<Channel, Edge> edges = new LinkedHashMap<>();
    private Channel[] channels = {};
    private volatile boolean takersHaveEnded;

    /** Adds a channel and what its sender sees of it; before the task starts. */
    void add(Channel channel, Edge edge) {
        edges.put(channel, edge);
        channels = edges.keySet().toArray(Channel[]::new);
    }

    /** Returns whether a control element finds room in each. */
    boolean haveRoom(Control control) {
        for (Channel channel : channels) {
            if (!channel.hasRoom(control)) {
                return false;
            }
        }
        return true;
    }

    /** Puts a control element into each. */
    void put(Control control, Cursor cursor) throws InterruptedException {
        for (Channel channel : channels) {
            channel.put(control, cursor);
        }
    }

    /** Makes sure that the takers know of what was sent. */
    void flush() {
        for (Channel channel : channels) {
            channel.flush();
        }
    }

    /** Wakes takers as {@link Channel#nudge}. For the pacer. */
    boolean nudge() {
        boolean moving = false;
        for (Channel channel : channels) {
            moving |= channel.nudge();
        }
        return moving;
    }

    // ---- takers that end early

    /** Learns that a taker has ended. For any thread. */
    void takerEnded() {
        takersHaveEnded = true;
    }

    /** Whether there are some that {@link #noteEndedTakers} has not seen. For any thread. */
    boolean takersHaveEnded() {
        return takersHaveEnded;
    }

    /** Whether nobody takes any more. For any thread. */
    boolean areCancelled() {
        for (Channel channel : channels) {
            if (!channel.isCancelled()) {
                return false;
            }
        }
        return true;
    }

    /** Tells the senders of the takers that have ended. */
    void noteEndedTakers() {
        takersHaveEnded = false; // first: one that ends now is seen below, or sets it again
        for (Map.Entry<Channel, Edge> edge : edges.entrySet()) {
            if (edge.getKey().isCancelled()) {
                edge.getValue().takerEnded(edge.getKey());
            }
        }
    }
}

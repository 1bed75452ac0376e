package io.millrace.engine.errors;

import io.millrace.api.Output;

import java.util.ArrayList;
import java.util.List;

/**
 * What an attempt has sent, until it is known whether the attempt has succeeded. Of the component's
 * thread alone.
 */
public final class HeldItems {

    /** An attempt has sent more than is held back. */
    static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMany(int most) {
            super(
                    ("sent more than %d items for one: what may be tried again is held back, up to"
                                    + " the component's buffer")
                            .formatted(most));
        }
    }

    private record Sent(Output output, Object item) {}

    private final int most;
    private final List<Sent> items = new ArrayList<>();
    private boolean holding;

    /**
     * Creates one.
     *
     * @param most how many items are held back for one attempt
     */
    public HeldItems(int most) {
        this.most = most;
    }

    /** Returns whether an attempt is under way. */
    public boolean isHolding() {
        return holding;
    }

    /** Keeps an item for an output. */
    public void add(Output output, Object item) {
        if (items.size() == most) {
            throw new TooMany(most);
        }
        items.add(new Sent(output, item));
    }

    void hold() {
        holding = true;
    }

    void stop() {
        holding = false;
    }

    /** Sends what was held back. */
    void release() throws InterruptedException {
        holding = false;
        try {
            for (Sent sent : items) {
                sent.output.send(sent.item);
            }
        } finally {
            items.clear();
        }
    }

    /** Forgets what was held back. */
    void discard() {
        items.clear();
    }
}

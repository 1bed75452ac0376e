package io.millrace.engine.state;

import io.millrace.engine.state.StateView.Entry;

import java.util.Arrays;
import java.util.List;

/**
 * Keys in the order of a number, the least first.
 *
 * <p>What is before the least is never looked at: there a store has what was removed and is not
 * cleared away, which would be walked through again and again.
 */
final class StoredOrder {

    private static final byte[] NOTHING = {};

    private final Region region;
    private long least = Long.MAX_VALUE;

    StoredOrder(Region region) {
        this.region = region;
    }

    /**
     * A key, and where it stands.
     *
     * @param order the number
     * @param bytes the key behind its number
     */
    record Ordered(long order, Entry bytes) {
        byte[] key() {
            return Arrays.copyOfRange(bytes.key, Long.BYTES, bytes.key.length);
        }
    }

    void add(long order, byte[] key) {
        region.put(Region.join(Region.ordered(order), key), NOTHING);
        least = Math.min(least, order);
    }

    void remove(long order, byte[] key) {
        region.remove(Region.join(Region.ordered(order), key));
    }

    /** Returns what no number is below; there may be none any more. */
    long least() {
        return least;
    }

    /** Returns the first ones, so many bytes of them. */
    List<Ordered> first(int bytes) {
        List<Ordered> first =
                region.some(Region.ordered(least), bytes).stream()
                        .map(e -> new Ordered(Region.ordered(e.key, 0), e))
                        .toList();
        least = first.isEmpty() ? Long.MAX_VALUE : first.getFirst().order();
        return first;
    }

    /** Returns all of them. */
    Iterable<Entry> all() {
        return region.all();
    }

    void clear() {
        region.clear();
        least = Long.MAX_VALUE;
    }
}

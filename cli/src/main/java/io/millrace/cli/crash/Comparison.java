package io.millrace.cli.crash;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an output of a run that was killed has, beside the same output of one that was not.
 *
 * @param lost items that are missing
 * @param duplicates items that are there more often
 * @param others items that no undisturbed run has
 * @param reordered whether items that have an order are in another
 * @param first the first item that differs; null if none does
 */
record Comparison(int lost, int duplicates, int others, boolean reordered, @Nullable String first) {

    /** No difference. */
    static final Comparison EXACT = new Comparison(0, 0, 0, false, null);

    /** Returns whether there is no difference. */
    boolean isExact() {
        return equals(EXACT);
    }

    /**
     * Compares.
     *
     * @param right what an undisturbed run has left
     * @param again what another one has left, which tells where the order is always the same
     * @param killed what the run that was killed has left
     * @param keys tells the keys of items; null if they have none
     */
    static Comparison of(
            List<String> right, List<String> again, List<String> killed, @Nullable Keys keys) {
        Comparison items = items(right, killed);
        if (!items.isExact()) {
            return items;
        }
        String first = firstOutOfOrder(right, again, killed, keys);
        return first == null ? EXACT : new Comparison(0, 0, 0, true, first);
    }

    /** Compares without minding the order. */
    static Comparison items(List<String> right, List<String> killed) {
        var left = new HashMap<String, Integer>();
        right.forEach(line -> left.merge(line, 1, Integer::sum));
        var known = new HashMap<>(left);
        int duplicates = 0;
        int others = 0;
        String firstDuplicate = null;
        String firstOther = null;
        for (String line : killed) {
            if (!known.containsKey(line)) {
                others++;
                firstOther = firstOther == null ? line : firstOther;
            } else if (left.merge(line, -1, Integer::sum) < 0) {
                duplicates++;
                firstDuplicate = firstDuplicate == null ? line : firstDuplicate;
            }
        }
        int lost = left.values().stream().filter(n -> n > 0).mapToInt(n -> n).sum();
        String first =
                lost > 0
                        ? right.stream()
                                .filter(line -> left.getOrDefault(line, 0) > 0)
                                .findFirst()
                                .orElse(null)
                        : firstOther != null ? firstOther : firstDuplicate;
        return new Comparison(lost, duplicates, others, false, first);
    }

    /** Returns the first line that is not where it always is; null if there is none. */
    private static @Nullable String firstOutOfOrder(
            List<String> right, List<String> again, List<String> killed, @Nullable Keys keys) {
        if (right.equals(again)) {
            return firstDifference(right, killed);
        }
        if (keys == null) {
            return null;
        }
        // several streams that meet: each key has its order all the same
        Map<Object, List<String>> rights = byKey(right, keys);
        Map<Object, List<String>> agains = byKey(again, keys);
        for (var each : byKey(killed, keys).entrySet()) {
            List<String> always = rights.get(each.getKey());
            if (always != null && always.equals(agains.get(each.getKey()))) {
                String first = firstDifference(always, each.getValue());
                if (first != null) {
                    return first;
                }
            }
        }
        return null;
    }

    private static Map<Object, List<String>> byKey(List<String> lines, Keys keys) {
        var byKey = new LinkedHashMap<Object, List<String>>();
        for (String line : lines) {
            Object value = keys.of(line);
            if (value != null) {
                byKey.computeIfAbsent(value, _ -> new ArrayList<>()).add(line);
            }
        }
        return byKey;
    }

    private static @Nullable String firstDifference(List<String> right, List<String> other) {
        for (int i = 0; i < Math.min(right.size(), other.size()); i++) {
            if (!right.get(i).equals(other.get(i))) {
                return other.get(i);
            }
        }
        return null;
    }
}

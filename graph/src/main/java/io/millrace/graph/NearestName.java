package io.millrace.graph;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Locale;

/**
 * Finds the name that was probably meant.
 *
 * @since 0.1
 */
public final class NearestName {

    private NearestName() {}

    /**
     * Returns the name with the fewest letters changed, swapped, added or left out.
     *
     * @param name what was written
     * @param known what could have been meant
     * @return the nearest one, or null if none is near
     */
    public static @Nullable String of(String name, Collection<String> known) {
        String nearest = null;
        int best = name.length() < 3 ? 1 : Math.max(1, name.length() / 3) + 1;
        String sought = plain(name);
        for (String candidate : known) {
            int distance = distance(sought, plain(candidate), best);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Returns the question to ask, or null if no name is near. */
    public static @Nullable String question(String name, Collection<String> known) {
        String nearest = of(name, known);
        return nearest == null ? null : "did you mean '" + nearest + "'?";
    }

    private static String plain(String name) {
        return name.replace('-', '_').toLowerCase(Locale.ROOT);
    }

    /** The optimal string alignment distance, or {@code limit} if it is no smaller. */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return Math.min(last[b.length()], limit);
    }
}

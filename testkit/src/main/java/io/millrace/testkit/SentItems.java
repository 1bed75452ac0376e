package io.millrace.testkit;

import io.millrace.api.Document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What items looked like when they were sent, so that it shows who has changed one since. Safe for
 * any thread.
 */
final class SentItems {

    private record Sent(Object item, String where, String look) {}

    private final List<Sent> all = Collections.synchronizedList(new ArrayList<>());

    /** Notes what an item looks like now; those that nobody can change are left out. */
    void note(String where, Object item) {
        switch (item) {
            case Document _, String _, Number _, Boolean _, Instant _, Enum<?> _ -> {}
            default -> all.add(new Sent(item, where, look(item)));
        }
    }

    /** Throws if an item looks otherwise now. */
    void check() {
        synchronized (all) {
            for (Sent sent : all) {
                String now = look(sent.item);
                if (!now.equals(sent.look)) {
                    throw new AssertionError(
                            "an item was changed after it had been sent %s: it was %s, and is %s%n"
                                            .formatted(sent.where, sent.look, now)
                                    + "fix: send a copy; who takes an item relies on what it is");
                }
            }
        }
    }

    private static String look(Object item) {
        return switch (item) {
            case byte[] bytes -> Arrays.toString(bytes);
            case Object[] array -> Arrays.deepToString(array);
            default -> item.toString();
        };
    }
}

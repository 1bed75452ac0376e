package io.millrace.crashlab;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is wrong with an output: how often each kind of fault was found, and the first of each. */
final class Findings {

    /** What can be wrong. */
    enum Kind {
        /** A line that had to come is not there. */
        LOST,
        /** A line came more than once. */
        DUPLICATED,
        /** A line came behind one that it had to precede. */
        REORDERED,
        /** A line has another content than it had to have: a payload, an aggregate. */
        WRONG,
        /** A line that nothing accounts for. */
        PHANTOM,
        /** The product needed help: it hung, or ended with an exit code that it must not have. */
        STUCK
    }

    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final List<String> firsts = new ArrayList<>();

    /** Notes a fault. */
    void add(Kind kind, String what) {
        if (counts.merge(kind, 1, Integer::sum) == 1) {
            firsts.add(kind.name().toLowerCase(Locale.ROOT) + ": " + what);
        }
    }

    /** Notes all that others have found. */
    void add(Findings others) {
        others.counts.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
        firsts.addAll(others.firsts);
    }

    /** Returns how many faults of a kind there are. */
    int count(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /** Returns whether nothing is wrong. */
    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Returns the first fault of each kind. */
    List<String> firsts() {
        return List.copyOf(firsts);
    }

    @Override
    public String toString() {
        return counts + " " + firsts;
    }
}

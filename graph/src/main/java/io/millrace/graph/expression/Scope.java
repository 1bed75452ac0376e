package io.millrace.graph.expression;

import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * What one evaluation has beside the item: the variables of its macros and what it may still use.
 */
final class Scope {

    /** What an evaluation may use, in units: about one for each step of a macro's body. */
    static final int BUDGET = 100_000;

    /** How many characters or bytes cost one unit. */
    private static final int CHARS = 16;

    /** How many bytes of the item are read for one unit. */
    private static final int BYTES_READ = 64;

    /** How many characters are compared for one unit. */
    private static final int COMPARED = 512;

    private static final Object[] NO_LOCALS = {};

    /** For expressions that have no variables and use nothing: shared, so without a budget. */
    static final Scope NONE = new Scope(0, 0, 0);

    private final Object[] locals;
    private final @Nullable Object[] kept;
    private int left;

    private Scope(int locals, int kept, int budget) {
        this.locals = locals == 0 ? NO_LOCALS : new Object[locals];
        this.kept = kept == 0 ? NO_LOCALS : new @Nullable Object[kept];
        Arrays.fill(this.locals, Null.NULL);
        left = budget;
    }

    /**
     * Returns one for an evaluation.
     *
     * @param locals how many variables are in scope at most
     * @param kept how many values are kept for each turn of a macro
     */
    static Scope of(int locals, int kept) {
        return new Scope(locals, kept, BUDGET);
    }

    /** Returns a value that was kept, or null. */
    @Nullable Object kept(int place) {
        return kept[place];
    }

    void keep(int place, Object value) {
        kept[place] = value;
    }

    Object local(int slot) {
        return locals[slot];
    }

    void local(int slot, Object value) {
        locals[slot] = value;
    }

    /** Uses up some units. */
    void charge(long units) {
        if (units > left) {
            throw new Exhausted("it takes more than " + BUDGET + " steps on this item");
        }
        left -= (int) units;
    }

    /** Uses up what it costs to read a value from the item again, for each element of something. */
    <V> V chargeRead(V value) {
        if (value instanceof Document d) {
            charge(d.weight() / BYTES_READ);
        } else if (value instanceof String s) {
            charge(s.length() / BYTES_READ);
        }
        return value;
    }

    /** Uses up what it can cost to find one text in another. */
    void chargeSearch(String text, String part) {
        charge(1 + text.length() / CHARS + (long) text.length() * part.length() / COMPARED);
    }

    /** Uses up what it costs to read or make so many characters, bytes or elements. */
    void chargeLength(long length) {
        charge(1 + length / CHARS);
    }
}

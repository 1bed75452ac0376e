package io.millrace.engine.letters;

import io.millrace.api.Expression;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which letters are meant. Not safe for several threads: it counts.
 *
 * @since 0.1
 */
public final class LetterFilter {

    private final @Nullable String component;
    private final @Nullable String type;
    private final @Nullable Expression where;
    private final @Nullable Instant since;
    private long unclear;
    private @Nullable String reason;

    /**
     * Creates one; what is null admits all.
     *
     * @param component the name of the component that items failed in
     * @param type the category of their failures
     * @param where a condition on the letter
     * @param since the time from which on they failed
     */
    public LetterFilter(
            @Nullable String component,
            @Nullable String type,
            @Nullable Expression where,
            @Nullable Instant since) {
        this.component = component;
        this.type = type;
        this.where = where;
        this.since = since;
    }

    /** Returns one that admits all letters. */
    public static LetterFilter all() {
        return new LetterFilter(null, null, null, null);
    }

    /** Returns whether a letter is meant; one that the condition cannot be asked of is not. */
    boolean admits(Letter letter) {
        if (component != null && !component.equals(letter.component())) {
            return false;
        }
        if (type != null && !type.equals(letter.type())) {
            return false;
        }
        Instant at = letter.at();
        if (since != null && (at == null || at.isBefore(since))) {
            return false;
        }
        if (where == null) {
            return true;
        }
        try {
            return where.test(letter.document(), letter.current());
        } catch (RuntimeException e) {
            unclear++;
            reason = reason == null ? e.getMessage() : reason;
            return false;
        }
    }

    /** Returns how many letters the condition could not be asked of. */
    public long unclear() {
        return unclear;
    }

    /** Returns why the condition could not be asked of the first of those, or null. */
    public @Nullable String reason() {
        return reason;
    }
}

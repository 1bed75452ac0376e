package io.millrace.blueprint;

import io.millrace.graph.ConfigValue.Locator;
import io.millrace.graph.Position;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * Finds the characters of a scalar's text in the blueprint: exactly on one line, and past escapes;
 * where lines were folded, as well as it can.
 */
final class ScalarPlace implements Locator {

    private final SourceText source;
    private final ScalarStyle style;
    private final String text;
    private final int start;
    private final int end;
    private int @Nullable [] origins;

    /**
     * Creates one.
     *
     * @param text what the scalar says
     * @param start the first character of the scalar, with its quote
     * @param end behind its last character
     */
    ScalarPlace(SourceText source, ScalarStyle style, String text, int start, int end) {
        this.source = source;
        this.style = style;
        this.text = text;
        this.start = start;
        this.end = end;
    }

    boolean isPlain() {
        return style == ScalarStyle.PLAIN;
    }

    @Override
    public Position locate(int offset, int length) {
        int[] known = origins;
        if (known == null) {
            known = align();
            origins = known;
        }
        int from = known[Math.min(Math.max(offset, 0), text.length())];
        int last = Math.min(offset + length, text.length()) - 1;
        return source.position(from, last > offset ? known[last] + 1 : from + 1);
    }

    /** Walks the text and the source side by side; the last entry is the end of the text. */
    private int[] align() {
        var found = new int[text.length() + 1];
        int at = first();
        int offset = 0;
        while (offset < text.length()) {
            int point = text.codePointAt(offset);
            at = skipFolded(at, point);
            found[offset] = Math.min(at, source.length());
            int next = offset + Character.charCount(point);
            if (next > offset + 1) {
                found[offset + 1] = found[offset];
            }
            at = behind(at, point);
            offset = next;
        }
        found[offset] = Math.min(at, Math.max(start, end - (isQuoted() ? 1 : 0)));
        return found;
    }

    private boolean isQuoted() {
        return style == ScalarStyle.DOUBLE_QUOTED || style == ScalarStyle.SINGLE_QUOTED;
    }

    private int first() {
        if (isPlain()) {
            return start;
        }
        if (isQuoted()) {
            return start + 1;
        }
        int at = start;
        while (at < end && !SourceText.isBreak(source.at(at))) {
            at++;
        }
        return at;
    }

    /** Goes to where a character of the text may be written: past indents and joined lines. */
    private int skipFolded(int from, int point) {
        int at = from;
        if (style == ScalarStyle.DOUBLE_QUOTED
                && at + 1 < end
                && source.at(at) == '\\'
                && SourceText.isBreak(source.at(at + 1))) {
            at++;
        }
        if (SourceText.isBlank(point)) {
            return at;
        }
        while (at < end && source.at(at) != point && SourceText.isBlank(source.at(at))) {
            at++;
        }
        return at;
    }

    private int behind(int at, int point) {
        if (at >= end) {
            return at;
        }
        int written = source.at(at);
        if (style == ScalarStyle.DOUBLE_QUOTED && written == '\\') {
            return at + escapeLength(at);
        }
        if (style == ScalarStyle.SINGLE_QUOTED && written == '\'') {
            return at + 2;
        }
        if (written == point) {
            return at + 1;
        }
        int behind = at;
        while (behind < end && SourceText.isBlank(source.at(behind))) {
            behind++;
        }
        return behind;
    }

    private int escapeLength(int at) {
        if (at + 1 >= end) {
            return 1;
        }
        return switch (source.at(at + 1)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }
}

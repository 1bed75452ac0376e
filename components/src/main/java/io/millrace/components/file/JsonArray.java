package io.millrace.components.file;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * The elements of one JSON array, each an item, without holding more than one of them; a file that
 * is any other JSON value is one item.
 *
 * <p>An element that is no JSON fails alone. Where elements are not separated as they should be,
 * nothing certain can be said of what follows: the rest of the file is not read.
 */
final class JsonArray implements ItemReader {

    /** What comes next in the text. */
    private enum Next {
        BEGINNING,
        FIRST_ELEMENT,
        SEPARATOR,
        BEHIND,
        END
    }

    private final Window window;
    private final int maxBytes;
    private Next next;
    private long reached; // the line at the window's start
    private long line; // the line of the last item
    private long markedOffset;
    private long markedLine;
    private Next marked;

    JsonArray(ByteInput input, int maxBytes, Place place) {
        window = new Window(input);
        this.maxBytes = maxBytes;
        next = place.within().isEmpty() ? Next.BEGINNING : Next.valueOf(place.within());
        reached = Math.max(1, place.line());
        line = reached;
        marked = next;
        markedOffset = place.offset();
        markedLine = reached;
    }

    @Override
    public void mark() {
        marked = next;
        markedOffset = window.offset();
        markedLine = reached;
    }

    @Override
    public Place marked() {
        return new Place(markedOffset, markedLine, marked.name(), List.of());
    }

    @Override
    public @Nullable Document next() throws Exception {
        while (true) {
            if (next == Next.BEGINNING) {
                window.skipByteOrderMark();
            }
            int c = skipSpace();
            line = reached;
            switch (next) {
                case BEGINNING -> {
                    if (c < 0) {
                        next = Next.END;
                    } else if (c != '[') {
                        next = Next.BEHIND;
                        return value();
                    } else {
                        window.start++;
                        next = Next.FIRST_ELEMENT;
                    }
                }
                case FIRST_ELEMENT -> {
                    if (c != ']') {
                        return element(c);
                    }
                    window.start++;
                    next = Next.BEHIND;
                }
                case SEPARATOR -> {
                    if (c == ',') {
                        window.start++;
                        c = skipSpace();
                        line = reached;
                        return element(c);
                    }
                    if (c != ']') {
                        throw broken(c, "',' or ']'");
                    }
                    window.start++;
                    next = Next.BEHIND;
                }
                case BEHIND -> {
                    if (c >= 0) {
                        throw broken(c, "the end of the file");
                    }
                    next = Next.END;
                }
                case END -> {
                    return null;
                }
            }
        }
    }

    @Override
    public long line() {
        return line;
    }

    private Document element(int first) throws Exception {
        if (first < 0 || first == ',' || first == ']' || first == '}' || first == ':') {
            throw broken(first, "an element");
        }
        next = Next.SEPARATOR;
        return value();
    }

    private MalformedItem broken(int c, String expected) {
        next = Next.END;
        int to = Math.min(window.end, window.start + TooLong.HEAD);
        byte[] rest = Arrays.copyOfRange(window.bytes, window.start, to);
        String found = c < 0 ? "the file ends" : "there is '" + (char) c + "'";
        return new MalformedItem(
                Utf8.textOrBytes(rest),
                new DocumentException(
                        found
                                + " where "
                                + expected
                                + " should be; "
                                + (c < 0 ? "it may have been cut off" : "the rest is not read"),
                        -1));
    }

    /** Reads the value that begins here, up to what cannot belong to it any more. */
    private Document value() throws Exception {
        @Nullable TooLong tooLong = null;
        int depth = 0;
        boolean quoted = false;
        boolean escaped = false;
        int at = 0;
        scan:
        while (true) {
            if (window.start + at == window.end) {
                if (at > maxBytes) {
                    tooLong = tooLong == null ? new TooLong(maxBytes) : tooLong;
                    tooLong.take(window.bytes, window.start, window.end);
                    window.start = window.end;
                    at = 0;
                }
                if (!window.fill()) {
                    next = depth > 0 || quoted ? Next.END : next;
                    break;
                }
                continue;
            }
            byte c = window.bytes[window.start + at];
            if (quoted) {
                quoted = escaped || c != '"';
                escaped = !escaped && c == '\\';
                at++;
                if (!quoted && depth == 0) {
                    break;
                }
                continue;
            }
            switch (c) {
                case '"' -> quoted = true;
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth <= 1) {
                        at += depth;
                        break scan;
                    }
                    depth--;
                }
                case ',', ' ', '\t', '\r', '\n' -> {
                    if (depth == 0) {
                        break scan;
                    }
                    reached += c == '\n' ? 1 : 0;
                }
                default -> {}
            }
            at++;
        }
        return parse(at, tooLong);
    }

    private Document parse(int length, @Nullable TooLong tooLong) throws MalformedItem {
        int from = window.start;
        window.start += length;
        if (tooLong != null || length > maxBytes) {
            tooLong = tooLong == null ? new TooLong(maxBytes) : tooLong;
            tooLong.take(window.bytes, from, from + length);
            throw tooLong.malformed();
        }
        byte[] value = Arrays.copyOfRange(window.bytes, from, from + length);
        try {
            return Document.parse(value);
        } catch (DocumentException e) {
            throw new MalformedItem(Utf8.textOrBytes(value), e);
        }
    }

    /** Goes to the next byte that is no space, and returns it; -1 at the end. */
    private int skipSpace() throws Exception {
        while (true) {
            while (window.start < window.end) {
                byte c = window.bytes[window.start];
                if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                    return c;
                }
                reached += c == '\n' ? 1 : 0;
                window.start++;
            }
            if (!window.fill()) {
                return -1;
            }
        }
    }
}

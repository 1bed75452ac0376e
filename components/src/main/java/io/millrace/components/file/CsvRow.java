package io.millrace.components.file;

import io.millrace.api.DocumentException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** One row of a CSV text, cut into its values; read again and again. */
final class CsvRow {

    private static final byte QUOTE = '"';

    private final LineReader lines;
    private final byte delimiter;
    private final int maxBytes;
    private final ByteList text = new ByteList(); // the values, without what quotes them
    private final ByteArrayOutputStream earlier = new ByteArrayOutputStream(); // lines of this row
    private @Nullable TooLong tooLong; // set when the row is
    private int[] ends = new int[16];
    private boolean[] quoted = new boolean[16];
    private int size;
    private long line;

    CsvRow(LineReader lines, byte delimiter, int maxBytes) {
        this.lines = lines;
        this.delimiter = delimiter;
        this.maxBytes = maxBytes;
    }

    /** Returns how many values there are. */
    int size() {
        return size;
    }

    /** Returns the line on which the row begins. */
    long line() {
        return line;
    }

    /** Returns the array that holds the values. */
    byte[] text() {
        return text.array();
    }

    int from(int value) {
        return value == 0 ? 0 : ends[value - 1];
    }

    int to(int value) {
        return ends[value];
    }

    /** Returns whether the value is in quotes. */
    boolean isQuoted(int value) {
        return quoted[value];
    }

    /** Returns the row as it was read. */
    Object raw() {
        byte[] last = lines.bytes();
        if (earlier.size() == 0) {
            return Utf8.textOrBytes(last);
        }
        earlier.writeBytes(last);
        return Utf8.textOrBytes(earlier.toByteArray());
    }

    /**
     * Reads the next row.
     *
     * @return whether there is one
     */
    boolean read() throws Exception {
        earlier.reset();
        tooLong = null;
        text.clear();
        size = 0;
        boolean found;
        do {
            found = next();
            line = lines.number();
        } while (found && isBlank());
        if (found) {
            values();
            if (tooLong != null) {
                tooLong.take(lines.array(), lines.from(), lines.to());
                throw tooLong.malformed();
            }
        }
        return found;
    }

    /**
     * Returns whether the line holds nothing; a delimiter is something, if a tab or a space too.
     */
    private boolean isBlank() {
        byte[] bytes = lines.array();
        for (int i = lines.from(); i < lines.to(); i++) {
            if (bytes[i] == delimiter) {
                return false;
            }
        }
        return lines.isBlank();
    }

    private boolean next() throws Exception {
        try {
            return lines.next();
        } catch (MalformedItem e) {
            line = lines.number();
            throw e;
        }
    }

    private void values() throws Exception {
        int at = lines.from();
        while (true) {
            boolean inQuotes = at < lines.to() && lines.array()[at] == QUOTE;
            at = inQuotes ? quoted(at + 1) : plain(at);
            end(inQuotes);
            if (at == lines.to()) {
                return;
            }
            if (lines.array()[at] != delimiter) {
                throw failed("value " + size + " goes on behind its closing quote");
            }
            at++;
        }
    }

    private int plain(int from) {
        byte[] bytes = lines.array();
        int at = from;
        while (at < lines.to() && bytes[at] != delimiter) {
            at++;
        }
        text.put(bytes, from, at);
        return at;
    }

    /** Takes a value up to its closing quote, over lines if need be; returns what is behind it. */
    private int quoted(int from) throws Exception {
        int at = from;
        while (true) {
            byte[] bytes = lines.array();
            int begin = at;
            while (at < lines.to() && bytes[at] != QUOTE) {
                at++;
            }
            text.put(bytes, begin, at);
            if (at == lines.to()) {
                at = lineBreak();
            } else if (at + 1 < lines.to() && bytes[at + 1] == QUOTE) {
                text.put(QUOTE);
                at += 2;
            } else {
                return at + 1;
            }
        }
    }

    /** Goes to the next line within a value, and returns where it begins. */
    private int lineBreak() throws Exception {
        int end = lines.to() + lines.ending();
        text.put(lines.array(), lines.to(), end);
        keep(lines.array(), lines.from(), end);
        if (lines.next()) {
            return lines.from();
        }
        if (tooLong != null) {
            throw tooLong.malformed();
        }
        throw new MalformedItem(
                Utf8.textOrBytes(earlier.toByteArray()),
                new DocumentException(
                        "the quote of value " + (size + 1) + " is not closed before the end", -1));
    }

    /** Keeps a line of this row; of a row that becomes too long only what {@link TooLong} does. */
    private void keep(byte[] bytes, int from, int to) {
        if (tooLong == null) {
            earlier.write(bytes, from, to - from);
            if (earlier.size() <= maxBytes) {
                return;
            }
            tooLong = new TooLong(maxBytes);
            tooLong.take(earlier.toByteArray(), 0, earlier.size());
            earlier.reset();
        } else {
            tooLong.take(bytes, from, to);
        }
        text.clear();
    }

    private void end(boolean inQuotes) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            quoted = Arrays.copyOf(quoted, size * 2);
        }
        ends[size] = text.size();
        quoted[size] = inQuotes;
        size++;
    }

    private MalformedItem failed(String message) {
        return new MalformedItem(raw(), new DocumentException(message, -1));
    }
}

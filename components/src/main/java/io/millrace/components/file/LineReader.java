package io.millrace.components.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Cuts bytes into lines, which end with a line feed or with carriage return and line feed. */
final class LineReader {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = ONES * '\n';

    private final Window window;
    private final int maxBytes;
    private int from; // the current line
    private int to;
    private int ending; // bytes of its line break: 0, 1 or 2
    private long number;

    LineReader(ByteInput input, int maxBytes) {
        this(input, maxBytes, 0);
    }

    /**
     * Creates one that goes on.
     *
     * @param number how many lines were read before
     */
    LineReader(ByteInput input, int maxBytes, long number) {
        window = new Window(input);
        this.maxBytes = maxBytes;
        this.number = number;
    }

    /**
     * Goes to the next line.
     *
     * @return whether there is one
     * @throws MalformedItem if the line is too long; it was skipped
     */
    boolean next() throws Exception {
        if (number == 0) {
            window.skipByteOrderMark();
        }
        int scanned = 0;
        while (true) {
            int feed = lineFeed(window.bytes, window.start + scanned, window.end);
            if (feed >= 0) {
                return line(feed, 1);
            }
            scanned = window.end - window.start;
            if (scanned > maxBytes + 1) {
                number++;
                throw skip();
            }
            if (!window.fill()) {
                return window.end > window.start && line(window.end, 0);
            }
        }
    }

    private boolean line(int end, int feed) throws MalformedItem {
        number++;
        from = window.start;
        to = end;
        ending = feed;
        if (feed == 1 && to > from && window.bytes[to - 1] == '\r') {
            to--;
            ending = 2;
        }
        window.start = end + feed;
        if (to - from > maxBytes) {
            var tooLong = new TooLong(maxBytes);
            tooLong.take(window.bytes, from, to);
            throw tooLong.malformed();
        }
        return true;
    }

    /** Skips a line of which the window holds a part, without holding more of it. */
    private MalformedItem skip() throws Exception {
        var tooLong = new TooLong(maxBytes);
        int feed;
        do {
            feed = lineFeed(window.bytes, window.start, window.end);
            int end = feed >= 0 ? feed : window.end;
            boolean returned = feed > window.start && window.bytes[feed - 1] == '\r';
            tooLong.take(window.bytes, window.start, returned ? end - 1 : end);
            window.start = feed >= 0 ? feed + 1 : end;
        } while (feed < 0 && window.fill());
        return tooLong.malformed();
    }

    /** Returns a copy of the line, without its line break. */
    byte[] bytes() {
        return Arrays.copyOfRange(window.bytes, from, to);
    }

    /** Returns the array that holds the line, until the next one is read. */
    byte[] array() {
        return window.bytes;
    }

    /** Returns where the line begins in the {@link #array}. */
    int from() {
        return from;
    }

    /** Returns where the line ends in the {@link #array}, without its line break. */
    int to() {
        return to;
    }

    /** Returns the bytes of the line break: 0 for a last line without, 1 or 2. */
    int ending() {
        return ending;
    }

    /** Returns whether the line has a line break, which the last one may lack. */
    boolean isTerminated() {
        return ending > 0;
    }

    /** Returns the line's number, from 1; 0 before the first. */
    long number() {
        return number;
    }

    /** Returns how many bytes come before what is read next. */
    long offset() {
        return window.offset();
    }

    /** Returns whether the line is empty but for spaces and tabs. */
    boolean isBlank() {
        for (int i = from; i < to; i++) {
            byte c = window.bytes[i];
            if (c != ' ' && c != '\t' && c != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Returns where the next line feed is; -1 if there is none. Looks at eight bytes at a time. */
    private static int lineFeed(byte[] bytes, int from, int end) {
        int i = from;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long word = (long) LONG.get(bytes, i) ^ LINE_FEEDS;
            long zeros = (word - ONES) & ~word & HIGH_BITS; // its lowest bit marks a zero byte
            if (zeros != 0) {
                return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        for (; i < end; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}

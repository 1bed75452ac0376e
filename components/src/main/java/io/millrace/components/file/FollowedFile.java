package io.millrace.components.file;

import io.millrace.api.Context;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/**
 * The bytes of a file that grows, given out by whole lines: what has no line break yet is held back
 * until it has one, or until the file is known to have ended.
 *
 * <p>That the file was cut off is seen by its length, or by its first KiB where it has grown again
 * since. It ends then, for this reader, and what is held is {@linkplain #isTorn torn}.
 */
final class FollowedFile extends ByteInput {

    /** Says that no item begins yet; who asked may ask again later. */
    static final class NothingYet extends Exception {
        private static final long serialVersionUID = 1L;

        private NothingYet() {
            super("nothing yet", null, false, false);
        }
    }

    private static final int SMALLEST = 8 * 1024;
    private static final int LARGEST = 256 * 1024;

    private final Context context;
    private final FileChannel file;
    private final String id;
    private final Duration interval;
    private final int longest; // what is held of one line at most
    private final byte[] head = new byte[Fingerprint.HEAD];
    private int headSize;
    private long offset; // how much of the file was read
    private byte[] held = new byte[SMALLEST];
    private int from;
    private int to;
    private int lineEnd = -1; // behind the first line break of what is held; -1 if there is none
    private int scanned;
    private boolean hasBegun; // an item, of which something but blanks was given out
    private boolean isHeaderNext;
    private boolean hasEnded;
    private boolean isTorn;
    private String cut = "";

    /**
     * Opens a file.
     *
     * @param start how many of its bytes were read before
     */
    FollowedFile(Path path, Duration interval, int maxItemBytes, long start, Context context)
            throws IOException {
        super(context, InputStream.nullInputStream(), null, start);
        this.context = context;
        this.interval = interval;
        this.longest = Math.max(SMALLEST, maxItemBytes + 2);
        this.id = Fingerprint.id(path);
        this.offset = start;
        this.file = FileChannel.open(path, StandardOpenOption.READ);
        this.headSize = readHead(head, (int) Math.min(start, head.length));
    }

    /** Returns what tells it from others, as far as it was read. */
    Fingerprint fingerprint() {
        return Fingerprint.of(id, head, headSize);
    }

    /** Returns whether it was cut off, so that what comes last is a piece of an item. */
    boolean isTorn() {
        return isTorn;
    }

    /** Returns how it was cut off. */
    String cut() {
        return cut;
    }

    /** Says that nothing will be added any more: what is held is the end. */
    void end() {
        hasEnded = true;
    }

    /** Says that the next bytes asked for are those of a new item. */
    void beginItem() {
        hasBegun = false;
    }

    /** Says that the first line is no part of an item. */
    void expectHeader() {
        isHeaderNext = true;
    }

    /**
     * Looks for more.
     *
     * @return whether a whole line is there, or the end is
     */
    boolean advance() throws Exception {
        if (hasLine() || hasEnded) {
            return true;
        }
        return context.blocking(this::look);
    }

    /** Reads what was added; returns whether there is something to give out. */
    private boolean look() throws IOException, InterruptedException {
        try {
            cut = change();
            if (cut.isEmpty()) {
                return fill();
            }
            isTorn = true;
            hasEnded = true;
            return true;
        } catch (ClosedByInterruptException e) {
            var interrupted = new InterruptedException("reading was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** Returns what happened to bytes that were read already; empty if they are still there. */
    private String change() throws IOException {
        long length = file.size();
        if (length < offset) {
            return "was cut off: %,d bytes of it were read, and it has %,d now"
                    .formatted(offset, length);
        }
        if (length == offset) {
            return "";
        }
        byte[] now = new byte[headSize];
        return readHead(now, headSize) == headSize
                        && Arrays.equals(now, Arrays.copyOf(head, headSize))
                ? ""
                : "was written anew: %,d bytes of it were read, and it begins otherwise now"
                        .formatted(offset);
    }

    /** Reads the first bytes; returns how many there were. */
    private int readHead(byte[] into, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(into, 0, size);
        int n = 0;
        while (n >= 0 && bytes.hasRemaining()) {
            n = file.read(bytes, bytes.position());
        }
        return bytes.position();
    }

    /** Reads until there is a line, or nothing more; returns whether there is one. */
    private boolean fill() throws IOException {
        while (!hasLine()) {
            makeRoom();
            int n = file.read(ByteBuffer.wrap(held, to, held.length - to), offset);
            if (n < 0) {
                return false;
            }
            if (headSize < head.length) {
                int more = Math.min(n, head.length - headSize);
                System.arraycopy(held, to, head, headSize, more);
                headSize += more;
            }
            offset += n;
            to += n;
        }
        return true;
    }

    private void makeRoom() {
        if (from > 0) {
            System.arraycopy(held, from, held, 0, to - from);
            to -= from;
            scanned -= from;
            from = 0;
        }
        boolean wasFull = to == held.length || (to == 0 && offset >= held.length);
        int most = Math.max(LARGEST, to == held.length ? longest : 0);
        if (wasFull && held.length < most) {
            held = Arrays.copyOf(held, Math.min(most, held.length * 2));
        }
    }

    /** Returns whether there is a whole line, or as much of one as is ever held. */
    private boolean hasLine() {
        if (lineEnd < 0) {
            int at = Math.max(scanned, from);
            while (at < to && held[at] != '\n') {
                at++;
            }
            scanned = at;
            if (at < to) {
                lineEnd = at + 1;
            } else if (to - from >= longest) {
                lineEnd = to;
            }
        }
        return lineEnd >= 0;
    }

    @Override
    int chunk() {
        return SMALLEST;
    }

    @Override
    int read(byte[] buffer, int at, int length) throws Exception {
        while (!advance()) {
            if (!hasBegun) {
                throw new NothingYet();
            }
            context.sleep(interval); // the rest of an item that stretches over lines
        }
        int end = hasLine() ? lineEnd : to;
        int n = Math.min(length, end - from);
        if (n == 0) {
            return -1;
        }
        System.arraycopy(held, from, buffer, at, n);
        note(from, from + n);
        from += n;
        if (from == lineEnd) {
            lineEnd = -1;
        }
        return n;
    }

    /** Notes whether what is given out begins an item. */
    private void note(int start, int end) {
        int quotes = 0;
        boolean isBlank = true;
        for (int i = start; i < end && (isBlank || isHeaderNext); i++) {
            isBlank &= held[i] >= 0 && held[i] <= ' ';
            quotes += held[i] == '"' ? 1 : 0;
        }
        boolean isHeader = isHeaderNext && !isBlank && quotes % 2 == 0;
        isHeaderNext &= isBlank;
        hasBegun |= !isBlank && !isHeader;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package io.millrace.engine.journal;

import io.millrace.engine.checkpoint.FullDisk;
import io.millrace.engine.checkpoint.Halt;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.engine.state.KeptItems;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Items in a folder, in the order in which they were added. Of one thread. */
final class Journal implements AutoCloseable {

    /** How large a segment becomes, but for its last item, in bytes. */
    static final int SEGMENT = 16 << 20;

    private static final int BUFFER = 64 << 10;
    private static final String NAME = "journal-";

    private final Path folder;
    private final NavigableMap<Long, Path> segments;
    private final KeptItems items = new KeptItems();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private @Nullable FileChannel channel; // of the last segment, if this journal has begun it
    private long number;
    private long end; // of the segment, with what is buffered
    private boolean isNew; // its name is not forced yet
    private boolean failed; // nobody knows what of it is on the disk

    private Journal(Path folder, NavigableMap<Long, Path> segments) {
        this.folder = folder;
        this.segments = segments;
        this.number = segments.isEmpty() ? 0 : segments.lastKey();
    }

    /** Takes items when they are read again. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes an item.
         *
         * @return whether to go on
         */
        boolean take(Spot spot, Object item) throws Exception;
    }

    /**
     * Opens a journal, and cuts off what a crash has left of a write.
     *
     * @throws StateException if it is damaged
     */
    static Journal open(Path folder) throws IOException {
        Files.createDirectories(folder);
        var segments = new TreeMap<Long, Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, NAME + "*")) {
            for (Path file : files) {
                String name = file.getFileName().toString().substring(NAME.length());
                segments.put(Long.parseLong(name, 16), file);
            }
        }
        var journal = new Journal(folder, segments);
        if (!segments.isEmpty()) {
            journal.cut(segments.lastKey(), segments.lastEntry().getValue());
        }
        return journal;
    }

    private void cut(long last, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int whole = 0;
        if (Frames.isHeader(bytes, last)) {
            whole = Frames.HEADER;
            for (int next = next(bytes, whole, last); next > 0; next = next(bytes, whole, last)) {
                whole = next;
            }
        }
        if (whole == bytes.length) {
            return;
        }
        if (Frames.isMarkerBehind(bytes, whole, last)) {
            throw damaged(file, whole);
        }
        try (var written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.truncate(whole);
            written.force(true);
            Halt.FORCE.after();
        }
    }

    /** Returns where the frame ends that is at an offset; 0 if none is. */
    private static int next(byte[] bytes, int at, long number) {
        if (Frames.isMarker(bytes, at, number)) {
            return at + Frames.MARKER;
        }
        ByteBuffer item = Frames.item(bytes, at);
        return item.hasRemaining() ? at + Frames.ITEM + item.remaining() : 0;
    }

    private static StateException damaged(Path file, long offset) {
        return new StateException(
                StateException.Code.STATE_CORRUPT,
                "'%s' is damaged at byte %d: items that were received are not to be read there; put the file back from a copy, or start over with --fresh, which forgets them"
                        .formatted(file, offset));
    }

    /**
     * Reads items again.
     *
     * @param from where; behind the end there are none
     * @return where it has come to: behind the last item, or before the one that was refused
     * @throws StateException if the journal is damaged
     */
    Spot replay(Spot from, Taker taker) throws Exception {
        Spot reached = from;
        for (var segment : segments.tailMap(from.segment(), true).entrySet()) {
            long current = segment.getKey();
            byte[] bytes = Files.readAllBytes(segment.getValue());
            boolean isEmpty = bytes.length == 0; // cut within its header
            if (!isEmpty && !Frames.isHeader(bytes, current)) {
                throw damaged(segment.getValue(), 0);
            }
            int at = isEmpty ? 0 : Frames.HEADER;
            while (at < bytes.length) {
                int next = next(bytes, at, current);
                if (next == 0) {
                    throw damaged(segment.getValue(), at);
                }
                var spot = new Spot(current, at);
                if (!Frames.isMarker(bytes, at, current) && spot.compareTo(from) >= 0) {
                    reached = spot;
                    if (!taker.take(spot, KeptItems.decode(Frames.item(bytes, at)))) {
                        return reached;
                    }
                    reached = new Spot(current, next);
                }
                at = next;
            }
        }
        number = Math.max(number, reached.segment());
        return reached;
    }

    /** Returns where the next item will be. */
    Spot end() {
        return channel == null ? new Spot(number + 1, 0) : new Spot(number, end);
    }

    /**
     * Adds an item; it is on the disk after the next {@link #force}. If it fails the journal is of
     * no use any more: it has to be opened again.
     */
    void append(Object item) throws IOException {
        ByteBuffer bytes = items.encode(item);
        boolean before = failed;
        failed = true;
        if (channel == null || end >= SEGMENT) {
            begin();
        }
        ByteBuffer head = ByteBuffer.allocate(Frames.ITEM).putInt(bytes.remaining());
        put(head.putInt(Frames.checksum(bytes)).flip());
        put(bytes);
        failed = before;
    }

    private void begin() throws IOException {
        close();
        number++;
        Path file = folder.resolve(String.format(Locale.ROOT, "%s%016x", NAME, number));
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        segments.put(number, file);
        isNew = true;
        end = Frames.HEADER;
        Frames.header(buffer, number);
    }

    private void put(ByteBuffer bytes) throws IOException {
        end += bytes.remaining();
        if (bytes.remaining() > buffer.remaining()) {
            write(buffer.flip());
            buffer.clear();
        }
        if (bytes.remaining() > buffer.remaining()) {
            write(bytes);
        } else {
            buffer.put(bytes);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        FileChannel open = channel;
        while (open != null && bytes.hasRemaining()) {
            open.write(bytes);
        }
    }

    /**
     * Makes sure that all items added until now survive a loss of power.
     *
     * @throws StateException if that is not certain: no other force makes it so, and the journal
     *     has to be opened again
     */
    void force() {
        FileChannel open = channel;
        if (open == null) {
            return;
        }
        boolean before = failed;
        failed = true;
        try {
            write(buffer.flip());
            buffer.clear();
            open.force(false);
            Halt.FORCE.after();
            if (isNew) {
                forceNames();
                isNew = false;
            }
            Frames.marker(buffer, number, end);
            end += Frames.MARKER;
            failed = before;
        } catch (IOException e) {
            throw new StateException(
                    FullDisk.isCauseOf(e)
                            ? StateException.Code.STORAGE_FULL
                            : StateException.Code.STORAGE_FSYNC,
                    "the journal in '%s' could not be forced: %s".formatted(folder, e.getMessage()),
                    e);
        }
    }

    private void forceNames() throws IOException {
        if (!folder.getFileSystem().getSeparator().equals("/")) {
            return; // folders cannot be opened there
        }
        Path above = folder;
        for (int i = 0; i < 3 && above != null; i++) { // up to the state folder's own name
            try (var names = FileChannel.open(above, StandardOpenOption.READ)) {
                names.force(true);
                Halt.FORCE.after();
            }
            above = above.getParent();
        }
    }

    /** Deletes what comes before a spot, in whole segments. */
    void forget(Spot before) throws IOException {
        var old = segments.headMap(before.segment(), false);
        for (Path file : old.values()) {
            Files.deleteIfExists(file);
        }
        old.clear();
    }

    /** Forces what was added, unless something has failed before, and closes it. */
    @Override
    public void close() throws IOException {
        try (FileChannel open = channel) {
            if (open != null && !failed) {
                force();
                write(buffer.flip()); // the last marker
            }
        } finally {
            buffer.clear();
            channel = null;
        }
    }
}

package io.millrace.engine;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.ErrorEvent;
import io.millrace.api.ItemException;
import io.millrace.api.Output;
import io.millrace.engine.letters.Arrival;
import io.millrace.engine.letters.CommittedLetters;
import io.millrace.engine.letters.Letter;
import io.millrace.engine.letters.LetterQueue;
import io.millrace.graph.ComponentSpec;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes error items, and keeps those that nobody takes as dead letters: a file of JSON lines for
 * each component, which is appended to. Safe for any thread.
 */
final class Failures implements AutoCloseable {

    /** The operation of a source that could not make an item of what it read. */
    static final String READ = "read";

    /** An item up to this size is kept whole. */
    private static final int WHOLE = 10 << 20;

    /** How soon to ask again for a folder that a replay is taking letters out of. */
    private static final Duration TRY_AGAIN = Duration.ofMillis(2);

    /** What is kept of a larger one. */
    private static final int HEAD = 4 << 10;

    private final Path folder;
    private final Disk disk;
    private final Time time;
    private final Origins origins = new Origins();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, OutputStream> files = new HashMap<>();
    private final Set<String> unforced = new TreeSet<>(); // components
    private boolean isNew; // a file, whose name is not forced
    private @Nullable Closeable share;

    Failures(Path folder, Disk disk, Time time) {
        this.folder = folder;
        this.disk = disk;
        this.time = time;
    }

    /** Returns what is known of items that have failed before. */
    Origins origins() {
        return origins;
    }

    /** Returns the error item: the seed's three keys first, then what else is known. */
    Document item(Object item, ErrorEvent event, @Nullable Object position) {
        Document.Builder error = describe(item, document(item), event, position);
        return withBytes(error, item, WHOLE).build();
    }

    /**
     * Keeps an error item; it is on its way to the disk when this returns.
     *
     * @param epoch the epoch that it belongs to; 0 where there are no checkpoints
     */
    void deadLetter(
            Object item, ErrorEvent event, @Nullable Object position, Arrival arrival, long epoch)
            throws IOException {
        Document whole = document(item);
        boolean isKept = whole.weight() <= WHOLE;
        Document.Builder letter;
        if (isKept) {
            letter = describe(item, whole, event, position);
            withBytes(letter, item, WHOLE);
        } else {
            byte[] bytes = whole.toString().getBytes(StandardCharsets.UTF_8);
            String head = new String(Arrays.copyOf(bytes, HEAD), StandardCharsets.UTF_8);
            letter = describe(item, Document.of(head), event, position);
            withBytes(letter, item, HEAD);
            letter.put("bytes", bytes.length).put("sha256", hash(bytes));
        }
        write(event.component(), Letter.of(letter, item, whole, arrival, isKept, epoch));
    }

    private void write(String component, Document letter) throws IOException {
        lock.lock();
        try {
            OutputStream file = files.get(component);
            if (file == null) {
                shareFolder();
                file = disk.append(file(component));
                files.put(component, file);
                isNew = true;
            }
            file.write((letter + "\n").getBytes(StandardCharsets.UTF_8));
            unforced.add(component);
        } finally {
            lock.unlock();
        }
    }

    private Path file(String component) {
        return folder.resolve(component.replace(ComponentSpec.WITHIN, ".") + ".ndjson");
    }

    /** Takes away the letters of items that come again, since a run goes on from an epoch. */
    void goBack(long epoch) throws IOException {
        Path stateFolder = folder.toAbsolutePath().getParent();
        if (stateFolder == null || !CommittedLetters.areThere(stateFolder)) {
            return;
        }
        lock.lock();
        try {
            shareFolder();
            CommittedLetters.goBack(stateFolder, epoch);
        } finally {
            lock.unlock();
        }
    }

    /** Makes sure that the letters written until now survive a loss of power. */
    void force() throws IOException {
        List<String> components;
        boolean hasNew;
        lock.lock();
        try {
            components = List.copyOf(unforced);
            unforced.clear();
            hasNew = isNew;
            isNew = false;
        } finally {
            lock.unlock();
        }
        for (String component : components) {
            disk.force(file(component));
        }
        Path stateFolder = folder.toAbsolutePath().getParent();
        if (hasNew && stateFolder != null) {
            disk.forceFolder(folder);
            disk.forceFolder(stateFolder);
        }
    }

    /** Keeps replays away; one that takes letters out at this moment is through in no time. */
    private void shareFolder() throws IOException {
        while (share == null) {
            share = disk.share(LetterQueue.lock(folder)).orElse(null);
            if (share == null) {
                time.parkUntil(time.nanoTime() + TRY_AGAIN.toNanos());
            }
        }
    }

    private Document.Builder describe(
            Object failed, Document item, ErrorEvent event, @Nullable Object position) {
        Origins.Origin origin = origins.of(failed, event.component());
        int before = origin == null ? 0 : origin.attempts();
        Object from = origin == null || origin.position() == null ? position : origin.position();
        Document.Builder error =
                Document.object()
                        .put(Output.ERROR, event.message())
                        .put("item", item)
                        .put("timestamp", event.at().toString())
                        .put("component", event.component())
                        .put("operation", event.operation())
                        .put("type", event.category().word())
                        .put("attempts", before + event.attempts());
        error.put("position", from == null ? Document.ofNull() : Document.of(from.toString()));
        return event.cause() instanceof ItemException known
                ? error.put("details", known.details())
                : error;
    }

    private static Document document(Object item) {
        return switch (item) {
            case Document document -> nestable(document);
            case byte[] bytes -> Document.of(new String(bytes, StandardCharsets.UTF_8));
            default -> Document.of(item.toString());
        };
    }

    /** Returns a document that can be part of another: its text if it is nested too deep. */
    private static Document nestable(Document document) {
        if (document.weight() < 2 * Document.MAX_DEPTH) {
            return document;
        }
        try {
            Document.array(List.of(document));
            return document;
        } catch (DocumentException e) {
            return Document.of(document.toString());
        }
    }

    /** Adds the bytes that are no text, so that what their text does not show is not lost. */
    private static Document.Builder withBytes(Document.Builder error, Object item, int most) {
        if (!(item instanceof byte[] bytes) || isText(bytes)) {
            return error;
        }
        byte[] kept = Arrays.copyOf(bytes, Math.min(most, bytes.length));
        return error.put("item_base64", Base64.getEncoder().encodeToString(kept));
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            IOException first = null;
            for (OutputStream file : files.values()) {
                try {
                    file.close();
                } catch (IOException e) {
                    if (first == null) {
                        first = e;
                    } else {
                        first.addSuppressed(e);
                    }
                }
            }
            if (share != null) {
                share.close();
            }
            if (first != null) {
                throw first;
            }
        } finally {
            lock.unlock();
        }
    }
}

package io.millrace.engine;

import io.millrace.api.Document;
import io.millrace.api.ErrorEvent;
import io.millrace.api.Output;
import io.millrace.graph.ComponentSpec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
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

    /** What is kept of a larger one. */
    private static final int HEAD = 4 << 10;

    private final Path folder;
    private final Disk disk;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, OutputStream> files = new HashMap<>();

    Failures(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** Returns the error item: the seed's three keys first, then what else is known. */
    Document item(Object item, ErrorEvent event, @Nullable Object position) {
        Document.Builder error = describe(document(item), event, position);
        return withBytes(error, item, WHOLE).build();
    }

    /** Keeps an error item; it is on its way to the disk when this returns. */
    void deadLetter(
            ComponentSpec component, Object item, ErrorEvent event, @Nullable Object position)
            throws IOException {
        Document whole = document(item);
        Document.Builder letter;
        if (whole.weight() <= WHOLE) {
            letter = describe(whole, event, position);
            withBytes(letter, item, WHOLE);
            letter.put("replayable", item instanceof Document && !event.operation().equals(READ));
        } else {
            byte[] bytes = whole.toString().getBytes(StandardCharsets.UTF_8);
            String head = new String(Arrays.copyOf(bytes, HEAD), StandardCharsets.UTF_8);
            letter = describe(Document.of(head), event, position);
            withBytes(letter, item, HEAD);
            letter.put("replayable", false).put("bytes", bytes.length).put("sha256", hash(bytes));
        }
        lock.lock();
        try {
            OutputStream file = files.get(component.name());
            if (file == null) {
                String name = component.name().replace(ComponentSpec.WITHIN, ".");
                file = disk.append(folder.resolve(name + ".ndjson"));
                files.put(component.name(), file);
            }
            file.write((letter.build() + "\n").getBytes(StandardCharsets.UTF_8));
        } finally {
            lock.unlock();
        }
    }

    private static Document.Builder describe(
            Document item, ErrorEvent event, @Nullable Object position) {
        Document.Builder error =
                Document.object()
                        .put(Output.ERROR, event.message())
                        .put("item", item)
                        .put("timestamp", event.at().toString())
                        .put("component", event.component())
                        .put("operation", event.operation())
                        .put("type", event.category().word())
                        .put("attempts", event.attempts());
        return position == null
                ? error.put("position", Document.ofNull())
                : error.put("position", position.toString());
    }

    private static Document document(Object item) {
        return switch (item) {
            case Document document -> document;
            case byte[] bytes -> Document.of(new String(bytes, StandardCharsets.UTF_8));
            default -> Document.of(item.toString());
        };
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
            if (first != null) {
                throw first;
            }
        } finally {
            lock.unlock();
        }
    }
}

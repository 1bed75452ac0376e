package io.millrace.components.file;

import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.CRC32C;

/**
 * What tells a file from one that has taken its place: its number in the file system, and how it
 * begins. The number of the device is left out, which may be another after the machine has started
 * again.
 *
 * @param id the number; empty where the file system has none
 * @param size how many bytes of its beginning were looked at
 * @param checksum their CRC32C
 */
record Fingerprint(String id, int size, long checksum) {

    /** How much of a file's beginning is looked at, in bytes. */
    static final int HEAD = 1024;

    /** Looks at a file as it is now. */
    static Fingerprint of(Path file) throws IOException {
        return of(file, HEAD);
    }

    private static Fingerprint of(Path file, int size) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] head = bytes.readNBytes(size);
            return of(id(file), head, head.length);
        }
    }

    static Fingerprint of(String id, byte[] head, int size) {
        var checksum = new CRC32C();
        checksum.update(head, 0, size);
        return new Fingerprint(id, size, checksum.getValue());
    }

    /** Returns the number of a file; empty where there is none. */
    static String id(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return String.valueOf(Files.getAttribute(file, "unix:ino"));
        }
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? "" : key.toString();
    }

    /**
     * Returns whether a file is still the one that this was made of. One with another number is, if
     * all that was read of it is the same.
     *
     * @param read how many bytes were read
     */
    boolean fits(Path file, long read) throws IOException {
        Fingerprint now = of(file, size);
        boolean isSameStart = now.size == size && now.checksum == checksum;
        return isSameStart && (now.id.equals(id) || read <= size);
    }

    /** Adds it to a position. */
    Document.Builder addTo(Document.Builder position) {
        return position.put("id", id).put("head", size).put("checksum", checksum);
    }

    /** Returns what {@link #addTo} has added; null if nothing was. */
    static @Nullable Fingerprint of(Document position) {
        Document id = position.get("id");
        return id == null
                ? null
                : new Fingerprint(
                        id.asString(),
                        (int) Place.field(position, "head").asLong(),
                        Place.field(position, "checksum").asLong());
    }
}

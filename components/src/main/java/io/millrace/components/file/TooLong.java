package io.millrace.components.file;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** What is kept of an item that is too long to be kept: its beginning, its length and its hash. */
final class TooLong {

    /** How much of its beginning is kept, in bytes. */
    static final int HEAD = 4096;

    private final int maxBytes;
    private final byte[] head = new byte[HEAD];
    private final MessageDigest digest;
    private long length;

    TooLong(int maxBytes) {
        this.maxBytes = maxBytes;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Takes the next bytes of the item. */
    void take(byte[] bytes, int from, int to) {
        if (length < HEAD) {
            int n = Math.min(to - from, HEAD - (int) length);
            System.arraycopy(bytes, from, head, (int) length, n);
        }
        digest.update(bytes, from, to - from);
        length += to - from;
    }

    /** Returns the item's failure, when all of it was taken. */
    MalformedItem malformed() {
        int kept = (int) Math.min(length, HEAD);
        Document raw =
                Document.object()
                        .put(
                                "begins",
                                new String(Arrays.copyOf(head, kept), StandardCharsets.UTF_8))
                        .put("bytes", length)
                        .put("sha256", HexFormat.of().formatHex(digest.digest()))
                        .build();
        return new MalformedItem(
                raw,
                new DocumentException(
                        "it has "
                                + length
                                + " bytes, more than max_item_bytes allows ("
                                + maxBytes
                                + ")",
                        -1));
    }
}

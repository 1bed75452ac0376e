package io.millrace.engine.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The form of the files of a checkpoint. Numbers are big-endian.
 *
 * <pre>
 * file     = head block*
 * head     = magic(8 bytes) version(4) crc32c-of-these(4)             fixed for all versions
 * block    = length(4) crc32c-of-offset-and-length(4) payload crc32c-of-payload(4)
 * identity = kind(1) system(text) epoch(8)                            the payload of the first block
 * text     = count bytes(UTF-8);  count = 7 bits a byte, the lowest first, the top bit says more
 * </pre>
 *
 * So that every byte is under a checksum, a length is known to be right before memory is taken for
 * what it announces, and damage is found where it is.
 */
final class Format {

    static final int VERSION = 1;

    /** How long a block is before it is written. */
    static final int BLOCK = 64 << 10;

    /** How much memory one takes at first. */
    static final int SMALL_BLOCK = 1 << 10;

    /** How long one may be, for the sake of one long entry. */
    static final int LONGEST_BLOCK = 256 << 20;

    static final int HEAD = 16;
    static final int BLOCK_HEAD = 8;
    static final int BLOCK_TAIL = 4;
    static final int BLOCK_EXTRA = BLOCK_HEAD + BLOCK_TAIL;

    static final int LONGEST_COUNT = 5;
    static final int MORE = 0x80;
    static final int BITS = 7;

    /** Entries of a file of records: a section begins; a key holds a value; a key holds nothing. */
    static final int SECTION = 1;

    static final int PUT = 2;
    static final int REMOVE = 3;

    private static final byte[] MAGIC = "MILLRACE".getBytes(StandardCharsets.US_ASCII);

    private Format() {}

    /** What a file is. */
    enum Kind {
        MANIFEST(1),
        CHANGES(2),
        BASE(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Kind of(StateFile.Kind kind) {
            return kind == StateFile.Kind.BASE ? BASE : CHANGES;
        }
    }

    static ByteBuffer head() {
        ByteBuffer head = ByteBuffer.allocate(HEAD).put(MAGIC).putInt(VERSION);
        return head.putInt(checksum(head.slice(0, head.position()))).flip();
    }

    /** Returns whether the checksum of a head is right. */
    static boolean isWhole(ByteBuffer head) {
        int length = HEAD - Integer.BYTES;
        return head.getInt(length) == checksum(head.slice(0, length));
    }

    static boolean isOurs(ByteBuffer head) {
        return head.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    static int version(ByteBuffer head) {
        return head.getInt(MAGIC.length);
    }

    static int checksum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Returns the checksum of the head of a block. */
    static int checksum(long offset, int length) {
        return checksum(
                ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                        .putLong(offset)
                        .putInt(length)
                        .flip());
    }
}

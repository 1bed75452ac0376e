package io.millrace.engine.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** How a segment is written. */
final class Frames {
    /*
     * A segment is a header (magic, number, checksum) and frames:
     *
     *   item    length (4), checksum of length and bytes (4), bytes
     *   marker  -1 (4), checksum of what follows (4), number of the segment (8), own offset (8)
     *
     * A marker is written when all before it is forced. So a frame that is no frame, with a marker
     * somewhere behind it, is damage; without one it is what a crash has left of a write, and ends
     * the segment.
     */

    static final int HEADER = 20;
    static final int ITEM = 8;
    static final int MARKER = 24;

    private static final long MAGIC = 0x4D_52_4A_4C_30_30_30_31L; // MRJL0001
    private static final int IS_MARKER = -1;

    private Frames() {}

    static void header(ByteBuffer out, long number) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).putLong(MAGIC).putLong(number);
        out.put(header.putInt(checksum(header.array(), 0, 16)).flip());
    }

    static boolean isHeader(byte[] bytes, long number) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return bytes.length >= HEADER
                && in.getLong() == MAGIC
                && in.getLong() == number
                && in.getInt() == checksum(bytes, 0, 16);
    }

    static int checksum(ByteBuffer item) {
        var checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(4).putInt(item.remaining()).flip());
        checksum.update(item.duplicate());
        return checksum.getValue() == 0 ? 1 : (int) checksum.getValue();
    }

    private static int checksum(byte[] bytes, int from, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }

    static void marker(ByteBuffer out, long number, long offset) {
        ByteBuffer marker = ByteBuffer.allocate(MARKER).putInt(IS_MARKER).putInt(0);
        marker.putLong(number).putLong(offset);
        marker.putInt(4, checksum(marker.array(), 8, 16));
        out.put(marker.flip());
    }

    /** Returns whether there is a marker at an offset. */
    static boolean isMarker(byte[] bytes, int at, long number) {
        if (at + MARKER > bytes.length) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, at, MARKER);
        return in.getInt() == IS_MARKER
                && in.getInt() == checksum(bytes, at + 8, 16)
                && in.getLong() == number
                && in.getLong() == at;
    }

    /** Returns whether there is a marker at an offset or behind it. */
    static boolean isMarkerBehind(byte[] bytes, int from, long number) {
        for (int at = from; at + MARKER <= bytes.length; at++) {
            if (bytes[at] == IS_MARKER && isMarker(bytes, at, number)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the bytes of the item at an offset; one without bytes where there is none. */
    static ByteBuffer item(byte[] bytes, int at) {
        if (at + ITEM <= bytes.length) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int length = in.getInt(at);
            if (length > 0 && length <= bytes.length - at - ITEM) {
                ByteBuffer item = in.slice(at + ITEM, length);
                if (checksum(item) == in.getInt(at + 4)) {
                    return item;
                }
            }
        }
        return ByteBuffer.allocate(0);
    }
}

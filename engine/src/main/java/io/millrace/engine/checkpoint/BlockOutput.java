package io.millrace.engine.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes a file of the {@link Format}: gathers bytes into blocks. Used up after an exception.
 *
 * <p>Its owner writes an entry and says {@link #endEntry}: an entry is never cut in two.
 */
final class BlockOutput {

    private final FileChannel channel;
    private final CRC32C whole = new CRC32C();
    private ByteBuffer block = ByteBuffer.allocate(Format.SMALL_BLOCK);
    private long written;

    /** Writes the head of the file. */
    BlockOutput(FileChannel channel, Format.Kind kind, String system, long epoch)
            throws IOException {
        this.channel = channel;
        write(Format.head());
        begin();
        writeByte(kind.code());
        writeText(system);
        writeLong(epoch);
        endBlock();
    }

    private void begin() {
        block.clear().position(Format.BLOCK_HEAD);
    }

    void writeByte(int value) {
        room(1).put((byte) value);
    }

    void writeInt(int value) {
        room(Integer.BYTES).putInt(value);
    }

    void writeLong(long value) {
        room(Long.BYTES).putLong(value);
    }

    /** Writes a number that is not negative, the shorter the smaller it is. */
    void writeCount(int value) {
        ByteBuffer to = room(Format.LONGEST_COUNT);
        int rest = value;
        while (rest >= Format.MORE) {
            to.put((byte) (rest | Format.MORE));
            rest >>>= Format.BITS;
        }
        to.put((byte) rest);
    }

    void writeText(String text) {
        writeBytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    void writeBytes(ByteBuffer bytes) {
        int length = bytes.remaining();
        writeCount(length);
        ByteBuffer to = room(length);
        int at = to.position();
        to.put(at, bytes, bytes.position(), length).position(at + length);
    }

    private ByteBuffer room(int bytes) {
        if (block.remaining() < bytes + Format.BLOCK_TAIL) {
            long wanted = (long) block.position() + bytes + Format.BLOCK_TAIL;
            if (wanted > Format.LONGEST_BLOCK) {
                throw new StateException(
                        StateException.Code.STORAGE_FAILED,
                        "a value of more than %,d bytes cannot be kept in a checkpoint"
                                .formatted(Format.LONGEST_BLOCK));
            }
            int capacity =
                    (int) Math.min(Format.LONGEST_BLOCK, Math.max(wanted, 2L * block.capacity()));
            block = ByteBuffer.allocate(capacity).put(block.flip());
        }
        return block;
    }

    /** Ends an entry; writes the block if it is full. */
    void endEntry() throws IOException {
        if (block.position() >= Format.BLOCK) {
            endBlock();
        }
    }

    /** Writes what there is, if anything. */
    void endBlock() throws IOException {
        int length = block.position() - Format.BLOCK_HEAD;
        if (length == 0) {
            return;
        }
        block.putInt(0, length);
        block.putInt(Integer.BYTES, Format.checksum(written, length));
        block.putInt(Format.checksum(block.slice(Format.BLOCK_HEAD, length)));
        write(block.flip());
        begin();
    }

    private void write(ByteBuffer bytes) throws IOException {
        whole.update(bytes.duplicate());
        written += bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Returns how many bytes are in the file, without those of the block that is not ended. */
    long written() {
        return written;
    }

    /** Returns the CRC32C of these. */
    int checksum() {
        return (int) whole.getValue();
    }
}

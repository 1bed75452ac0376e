package io.millrace.engine.checkpoint;

import io.millrace.engine.checkpoint.StateException.Code;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Reads a file of the {@link Format}, and trusts nothing in it: what is not as it was written is a
 * {@link StateException} that names the file and the offset.
 */
final class BlockInput implements AutoCloseable {

    private static final Set<OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path file;
    private final FileChannel channel;
    private final long length;
    private final CRC32C whole = new CRC32C();
    private final ByteBuffer head = ByteBuffer.allocate(Format.HEAD);
    private ByteBuffer block = ByteBuffer.allocate(0);
    private ByteBuffer key = block;
    private ByteBuffer value = block;
    private String system = "";
    private long blockAt;
    private long at;

    private BlockInput(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.length = channel.size();
    }

    /**
     * Opens a file and reads what it is.
     *
     * @param system whose it must be; null if anyone's will do
     * @throws StateException if it is not what is asked for
     */
    static BlockInput open(Path file, Format.Kind kind, @Nullable String system, long epoch) {
        BlockInput in;
        try {
            in = opened(file);
        } catch (NoSuchFileException e) {
            throw new StateException(Code.STATE_CORRUPT, "'" + file + "' is missing", e);
        } catch (IOException e) {
            throw unreadable(file, 0, e);
        }
        boolean fits = false;
        try {
            in.readHead();
            in.readIdentity(kind, system, epoch);
            fits = true;
            return in;
        } finally {
            if (!fits) {
                in.close();
            }
        }
    }

    private static BlockInput opened(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, READ);
        try {
            return new BlockInput(file, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void readHead() {
        read(head.clear());
        if (!Format.isOurs(head)) {
            throw damaged(0, "it does not begin as a file of Millrace does");
        }
        if (!Format.isWhole(head)) {
            throw damaged(0, "its head is not as it was written");
        }
        if (Format.version(head) > Format.VERSION) {
            throw new StateException(
                    Code.STATE_VERSION,
                    "'%s' has version %d of the format, and this Millrace knows up to %d: run it with the version that has written it, or a newer one"
                            .formatted(file, Format.version(head), Format.VERSION));
        }
        if (Format.version(head) < 1) {
            throw damaged(0, "there is no version " + Format.version(head) + " of the format");
        }
    }

    private void readIdentity(Format.Kind kind, @Nullable String expected, long epoch) {
        if (!next()) {
            throw damaged(at, "it ends there");
        }
        int code = readByte();
        system = readText();
        long number = readLong();
        endBlock();
        if (expected != null && !expected.equals(system)) {
            throw new StateException(
                    Code.STATE_MISMATCH,
                    "'%s' is of the system '%s', not of '%s': choose another state folder"
                            .formatted(file, system, expected));
        }
        if (code != kind.code() || number != epoch) {
            throw damaged(blockAt, "it has the name of another file");
        }
    }

    /** Reads the next block; false at the end of the file. */
    boolean next() {
        blockAt = at;
        if (at == length) {
            return false;
        }
        ByteBuffer blockHead = head.clear().limit(Format.BLOCK_HEAD);
        read(blockHead);
        int size = blockHead.getInt(0);
        if (blockHead.getInt(Integer.BYTES) != Format.checksum(blockAt, size)
                || size <= 0
                || size > length - at - Format.BLOCK_TAIL) {
            throw damaged(blockAt, "the length of a block is not as it was written");
        }
        int bytes = size + Format.BLOCK_TAIL;
        if (block.capacity() < bytes) {
            block = ByteBuffer.allocate(Math.max(bytes, 2 * block.capacity()));
            key = block.duplicate();
            value = block.duplicate();
        }
        read(block.clear().limit(bytes));
        if (block.getInt(size) != Format.checksum(block.slice(0, size))) {
            throw damaged(blockAt, "a block is not as it was written");
        }
        block.position(0).limit(size);
        return true;
    }

    private void read(ByteBuffer bytes) {
        long from = at;
        try {
            while (bytes.hasRemaining()) {
                int read = channel.read(bytes);
                if (read < 0) {
                    throw damaged(from + bytes.position(), "it ends there");
                }
                at += read;
            }
        } catch (IOException e) {
            throw unreadable(file, from, e);
        }
        bytes.flip();
        whole.update(bytes.duplicate());
    }

    /** Returns whether the block has more. */
    boolean hasMore() {
        return block.hasRemaining();
    }

    int readByte() {
        if (!block.hasRemaining()) {
            throw damaged("an entry is longer than its block");
        }
        return Byte.toUnsignedInt(block.get());
    }

    int readInt() {
        return take(Integer.BYTES).getInt();
    }

    long readLong() {
        return take(Long.BYTES).getLong();
    }

    int readCount() {
        int value = 0;
        for (int shift = 0; shift < Format.LONGEST_COUNT * Format.BITS; shift += Format.BITS) {
            int next = readByte();
            value |= (next & ~Format.MORE) << shift;
            if (next < Format.MORE) {
                if (value < 0) {
                    break;
                }
                return value;
            }
        }
        throw damaged(blockAt, "a number is out of range");
    }

    String readText() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(readBytes()).toString();
        } catch (CharacterCodingException e) {
            throw damaged("a name is no text", e);
        }
    }

    /** Returns bytes that are valid until the next block is read. */
    ByteBuffer readBytes() {
        return take(readCount());
    }

    /** Returns bytes that are valid until the next key is read. */
    ByteBuffer readKey() {
        return view(key);
    }

    /** Returns bytes that are valid until the next value is read. */
    ByteBuffer readValue() {
        return view(value);
    }

    private ByteBuffer view(ByteBuffer view) {
        int length = readCount();
        int from = block.position();
        skip(length);
        return view.limit(from + length).position(from);
    }

    /** Reads bytes that nobody wants. */
    void skipBytes() {
        skip(readCount());
    }

    private ByteBuffer take(int bytes) {
        int from = block.position();
        skip(bytes);
        return block.slice(from, bytes);
    }

    private void skip(int bytes) {
        if (bytes > block.remaining()) {
            throw damaged(blockAt, "an entry is longer than its block");
        }
        block.position(block.position() + bytes);
    }

    /** Checks that all of the block was read. */
    void endBlock() {
        if (block.hasRemaining()) {
            throw damaged(blockAt, "a block is longer than what is in it");
        }
    }

    /** Returns whose file it is. */
    String system() {
        return system;
    }

    /** Returns how many bytes the file has. */
    long length() {
        return length;
    }

    /** Returns the CRC32C of what was read. */
    int checksum() {
        return (int) whole.getValue();
    }

    /** Returns what to throw where the block that was read last says what cannot be. */
    StateException damaged(String what) {
        return damaged(blockAt, what);
    }

    /** Returns what to throw where a record of that block could not be used. */
    StateException damaged(String what, IOException cause) {
        return new StateException(Code.STATE_CORRUPT, damage(blockAt, what), cause);
    }

    private StateException damaged(long offset, String what) {
        return new StateException(Code.STATE_CORRUPT, damage(offset, what));
    }

    private String damage(long offset, String what) {
        return "'%s' is damaged at offset %d: %s".formatted(file, offset, what);
    }

    private static StateException unreadable(Path file, long offset, IOException e) {
        return new StateException(
                Code.STATE_CORRUPT,
                "'%s' cannot be read at offset %d: %s".formatted(file, offset, e.getMessage()),
                e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, at, e);
        }
    }
}

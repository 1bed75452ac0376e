package io.millrace.engine.checkpoint;

import io.millrace.engine.state.RecordWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Files of checkpoints whose checksums are right and whose content is anything. */
public final class Forged {

    private static final String SYSTEM = "fuzz";

    private final StateFolder folder;

    /** Creates one that writes into a new folder. */
    public Forged() throws IOException {
        Path path = Files.createTempDirectory("millrace-fuzz");
        folder = new StateFolder(path);
    }

    /** Writes a file as it is. */
    public void write(byte[] bytes) throws IOException {
        Files.write(folder.file(Manifest.name(1)), bytes);
        Files.write(folder.file(StateFile.name(StateFile.Kind.CHANGES, 1, 1)), bytes);
    }

    /** Writes a manifest and a file of records, both with this content. */
    public void writeBlock(byte[] content) throws IOException {
        write(Manifest.name(1), Format.Kind.MANIFEST, content);
        write(StateFile.name(StateFile.Kind.CHANGES, 1, 1), Format.Kind.CHANGES, content);
    }

    private void write(String name, Format.Kind kind, byte[] content) throws IOException {
        try (FileChannel channel = folder.newFile(name)) {
            var out = new BlockOutput(channel, kind, SYSTEM, 1);
            for (byte one : content) {
                out.writeByte(one);
            }
            out.endBlock();
        }
    }

    /** Reads the manifest; returns what it says, or nothing if it is refused. */
    public List<Object> readManifest() {
        return read(() -> List.of(ManifestFile.read(folder, null, 1).manifest()));
    }

    /** Reads the records; returns how many there are, or nothing if they are refused. */
    public List<Object> readRecords() throws IOException {
        String name = StateFile.name(StateFile.Kind.CHANGES, 1, 1);
        byte[] bytes = Files.readAllBytes(folder.file(name));
        var file =
                new StateFile(
                        StateFile.Kind.CHANGES,
                        1,
                        1,
                        bytes.length,
                        Format.checksum(ByteBuffer.wrap(bytes)),
                        Set.of());
        return read(
                () -> {
                    int[] count = new int[1];
                    RecordFile.read(folder, SYSTEM, file, _ -> counting(count));
                    return List.of(count[0]);
                });
    }

    private static List<Object> read(Supplier<List<Object>> reading) {
        try {
            return reading.get();
        } catch (StateException e) {
            if (!String.valueOf(e.getMessage()).contains("manifest-1")
                    && !String.valueOf(e.getMessage()).contains("epoch-1")) {
                throw new AssertionError("does not name the file", e);
            }
            return List.of();
        }
    }

    private static RecordWriter counting(int[] count) {
        return new RecordWriter() {
            @Override
            public void put(ByteBuffer key, ByteBuffer value) {
                count[0]++;
            }

            @Override
            public void remove(ByteBuffer key) {
                count[0]++;
            }
        };
    }
}

package io.millrace.engine.checkpoint;

import io.millrace.engine.checkpoint.StateException.Code;
import io.millrace.engine.state.RecordWriter;
import io.millrace.engine.state.Section;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a folder of checkpoints and changes nothing in it, also beside the run that writes them.
 * Safe for one thread.
 *
 * @since 0.2
 */
public final class CheckpointReader {

    private final StateFolder folder;

    /** Creates one for a folder, which need not be there. */
    public CheckpointReader(Path folder) {
        this.folder = new StateFolder(folder);
    }

    /**
     * Returns the epochs whose checkpoints are kept, the newest first.
     *
     * @throws StateException if the folder cannot be read
     */
    public List<Long> epochs() {
        return folder.exists() ? Names.manifests(folder.names()) : List.of();
    }

    /**
     * Returns the manifest of an epoch.
     *
     * @throws StateException if it is not there, or not as it was written
     */
    public Manifest manifest(long epoch) {
        return ManifestFile.read(folder, null, epoch).manifest();
    }

    /**
     * Returns all that a checkpoint holds, key by key, in memory.
     *
     * @throws StateException if it is not as it was written
     */
    public Map<Section, Map<ByteBuffer, ByteBuffer>> records(Manifest manifest) {
        Map<Section, Map<ByteBuffer, ByteBuffer>> all = new LinkedHashMap<>();
        for (StateFile file : manifest.files()) {
            RecordFile.read(
                    folder,
                    manifest.system(),
                    file,
                    section ->
                            new Records(all.computeIfAbsent(section, _ -> new LinkedHashMap<>())));
        }
        return all;
    }

    private record Records(Map<ByteBuffer, ByteBuffer> records) implements RecordWriter {
        @Override
        public void put(ByteBuffer key, ByteBuffer value) {
            records.put(copy(key), copy(value));
        }

        @Override
        public void remove(ByteBuffer key) {
            records.remove(key);
        }

        private static ByteBuffer copy(ByteBuffer bytes) {
            return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        }
    }

    /**
     * Reads every byte of all checkpoints that are kept.
     *
     * @param problems takes what is wrong, one for each checkpoint and file
     * @return how many bytes were read
     */
    public long verify(Consumer<StateException> problems) {
        Set<StateFile> seen = new HashSet<>();
        long bytes = 0;
        ManifestFile later = null;
        for (long epoch : epochs()) {
            try {
                ManifestFile found = ManifestFile.read(folder, null, epoch);
                Manifest manifest = found.manifest();
                if (later != null
                        && later.manifest().previous() == epoch
                        && later.manifest().previousChecksum() != found.checksum()) {
                    throw new StateException(
                            Code.STATE_CORRUPT,
                            "'%s' is not the checkpoint that '%s' has followed"
                                    .formatted(
                                            folder.file(manifest.name()), later.manifest().name()));
                }
                later = found;
                for (StateFile file : manifest.files()) {
                    if (seen.add(file)) {
                        bytes += file.length();
                        verify(epoch, manifest, file, problems);
                    }
                }
            } catch (StateException e) {
                report(epoch, e, problems);
            }
        }
        return bytes;
    }

    private void verify(
            long epoch, Manifest manifest, StateFile file, Consumer<StateException> problems) {
        try {
            RecordFile.verify(folder, manifest.system(), file);
        } catch (StateException e) {
            report(epoch, e, problems);
        }
    }

    /** A checkpoint that the run has deleted meanwhile is no problem. */
    private void report(long epoch, StateException e, Consumer<StateException> problems) {
        if (epochs().contains(epoch)) {
            problems.accept(e);
        }
    }
}

package io.millrace.engine.checkpoint;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.engine.state.Section;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A manifest with the checksum of its file.
 *
 * @param manifest what it says
 * @param checksum the CRC32C of the file
 */
record ManifestFile(Manifest manifest, int checksum) {

    private static final String NOT_YET = ".tmp";

    /** Writes a manifest so that it is there wholly or not at all: this is the commit. */
    static ManifestFile write(StateFolder folder, Manifest manifest) {
        String name = manifest.name() + NOT_YET;
        boolean renamed = false;
        int checksum;
        try {
            try (FileChannel channel = folder.newFile(name)) {
                var out =
                        new BlockOutput(
                                channel, Format.Kind.MANIFEST, manifest.system(), manifest.epoch());
                writeBody(out, manifest);
                out.endBlock();
                folder.force(channel, name);
                checksum = out.checksum();
            }
            folder.rename(name, manifest.name());
            renamed = true;
        } catch (IOException e) {
            throw StateFolder.failed("'" + folder.file(name) + "' could not be written", e);
        } finally {
            if (!renamed) {
                folder.discard(name);
            }
        }
        folder.force();
        return new ManifestFile(manifest, checksum);
    }

    private static void writeBody(BlockOutput out, Manifest manifest) {
        out.writeLong(manifest.generation());
        out.writeLong(manifest.at().toEpochMilli());
        out.writeByte(manifest.finished() ? 1 : 0);
        out.writeLong(manifest.previous());
        out.writeInt(manifest.previousChecksum());
        List<Section> sections = List.copyOf(manifest.sections());
        out.writeCount(sections.size());
        for (Section section : sections) {
            RecordFile.writeSection(out, section);
        }
        out.writeCount(manifest.files().size());
        for (StateFile file : manifest.files()) {
            out.writeByte(Format.Kind.of(file.kind()).code());
            out.writeLong(file.first());
            out.writeLong(file.last());
            out.writeLong(file.length());
            out.writeInt(file.checksum());
            out.writeCount(file.sections().size());
            for (Section section : file.sections()) {
                out.writeCount(sections.indexOf(section));
            }
        }
        writeDocuments(out, manifest.positions());
        writeDocuments(out, manifest.sealed());
        if (!manifest.keys().isEmpty()) {
            writeKeys(out, manifest.keys());
        }
    }

    private static void writeKeys(BlockOutput out, Map<String, Set<String>> keys) {
        out.writeCount(keys.size());
        keys.forEach(
                (component, texts) -> {
                    out.writeText(component);
                    out.writeCount(texts.size());
                    texts.forEach(out::writeText);
                });
    }

    private static void writeDocuments(BlockOutput out, Map<InstanceId, Document> documents) {
        out.writeCount(documents.size());
        documents.forEach(
                (id, document) -> {
                    out.writeText(id.component());
                    out.writeInt(id.instance());
                    out.writeText(document.toString());
                });
    }

    /**
     * Reads one, without the files it needs.
     *
     * @param system whose it must be; null if anyone's will do
     * @throws StateException if it is not as it was written
     */
    static ManifestFile read(StateFolder folder, @Nullable String system, long epoch) {
        try (BlockInput in =
                BlockInput.open(
                        folder.file(Manifest.name(epoch)), Format.Kind.MANIFEST, system, epoch)) {
            if (!in.next()) {
                throw in.damaged("it ends there");
            }
            Manifest manifest = readBody(in, in.system(), epoch);
            in.endBlock();
            if (in.next()) {
                throw in.damaged("it does not end there");
            }
            return new ManifestFile(manifest, in.checksum());
        }
    }

    private static Manifest readBody(BlockInput in, String system, long epoch) {
        long generation = in.readLong();
        Instant at = Instant.ofEpochMilli(in.readLong());
        boolean finished = in.readByte() != 0;
        long previous = in.readLong();
        int previousChecksum = in.readInt();
        List<Section> sections = new ArrayList<>();
        for (int left = in.readCount(); left > 0; left--) {
            sections.add(RecordFile.readSection(in));
        }
        List<StateFile> files = new ArrayList<>();
        for (int left = in.readCount(); left > 0; left--) {
            files.add(readFile(in, sections));
        }
        Map<InstanceId, Document> positions = readDocuments(in);
        Map<InstanceId, Document> sealed = readDocuments(in);
        // those that were written first do not have them
        Map<String, Set<String>> keys = in.hasMore() ? readKeys(in) : Map.of();
        return new Manifest(
                system,
                epoch,
                generation,
                at,
                finished,
                positions,
                sealed,
                keys,
                List.copyOf(files),
                previous,
                previousChecksum);
    }

    private static Map<String, Set<String>> readKeys(BlockInput in) {
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        for (int left = in.readCount(); left > 0; left--) {
            String component = in.readText();
            Set<String> texts = new LinkedHashSet<>();
            for (int more = in.readCount(); more > 0; more--) {
                texts.add(in.readText());
            }
            keys.put(component, texts);
        }
        return keys;
    }

    private static StateFile readFile(BlockInput in, List<Section> sections) {
        StateFile.Kind kind = readKind(in);
        long first = in.readLong();
        long last = in.readLong();
        long length = in.readLong();
        int checksum = in.readInt();
        Set<Section> own = new LinkedHashSet<>();
        for (int left = in.readCount(); left > 0; left--) {
            int index = in.readCount();
            if (index >= sections.size()) {
                throw in.damaged("there is no section " + index);
            }
            own.add(sections.get(index));
        }
        return new StateFile(kind, first, last, length, checksum, own);
    }

    private static StateFile.Kind readKind(BlockInput in) {
        int code = in.readByte();
        for (StateFile.Kind kind : StateFile.Kind.values()) {
            if (Format.Kind.of(kind).code() == code) {
                return kind;
            }
        }
        throw in.damaged("there is no kind of file " + code);
    }

    private static Map<InstanceId, Document> readDocuments(BlockInput in) {
        Map<InstanceId, Document> documents = new LinkedHashMap<>();
        for (int left = in.readCount(); left > 0; left--) {
            String component = in.readText();
            var id = new InstanceId(component, in.readInt());
            ByteBuffer text = in.readBytes();
            byte[] bytes = new byte[text.remaining()];
            text.get(bytes);
            try {
                documents.put(id, Document.parse(bytes));
            } catch (DocumentException e) {
                throw in.damaged(
                        "the position or reference of '%s' is no document: %s"
                                .formatted(component, new String(bytes, StandardCharsets.UTF_8)));
            }
        }
        return documents;
    }
}

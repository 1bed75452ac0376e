package io.millrace.engine.checkpoint;

import io.millrace.engine.state.Part;
import io.millrace.engine.state.RecordWriter;
import io.millrace.engine.state.Section;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A file of records, section by section: what has changed in epochs, or all there was. */
final class RecordFile implements RecordWriter {

    private final BlockOutput out;
    private final String system;
    private final BooleanSupplier abandoned;
    private final Set<Section> sections = new LinkedHashSet<>();
    private @Nullable Section current;
    private @Nullable Section begun;

    private RecordFile(BlockOutput out, String system, BooleanSupplier abandoned) {
        this.out = out;
        this.system = system;
        this.abandoned = abandoned;
    }

    /** Writes what belongs into a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(RecordFile out) throws IOException;
    }

    /**
     * Writes records into a file and forces it; its name is not forced yet.
     *
     * @param abandoned asked now and then; what is written is of no use when it says true
     * @return the file; null if there are no records and so no file
     */
    static @Nullable StateFile write(
            StateFolder folder,
            String system,
            StateFile.Kind kind,
            long first,
            long last,
            Content content,
            BooleanSupplier abandoned) {
        String name = StateFile.name(kind, first, last);
        boolean kept = false;
        try (FileChannel channel = folder.newFile(name)) {
            var out = new BlockOutput(channel, Format.Kind.of(kind), system, last);
            var file = new RecordFile(out, system, abandoned);
            content.writeTo(file);
            out.endBlock();
            if (file.sections.isEmpty() && kind == StateFile.Kind.CHANGES) {
                return null;
            }
            folder.force(channel, name);
            kept = true;
            return new StateFile(kind, first, last, out.written(), out.checksum(), file.sections);
        } catch (IOException e) {
            throw StateFolder.failed("'" + folder.file(name) + "' could not be written", e);
        } finally {
            if (!kept) {
                folder.discard(name);
            }
        }
    }

    /** Adds the records of parts. */
    void add(Collection<Part> parts) throws IOException {
        for (Part part : parts) {
            current = part.section();
            part.writeTo(this);
        }
    }

    /** Adds the records of files, in their order. */
    void add(StateFolder folder, List<StateFile> files) {
        for (StateFile file : files) {
            read(folder, system, file, Copy::new);
        }
    }

    /** Adds records of a section. */
    private final class Copy implements RecordWriter {
        private final Section section;

        Copy(Section section) {
            this.section = section;
        }

        @Override
        public void put(ByteBuffer key, ByteBuffer value) throws IOException {
            current = section;
            RecordFile.this.put(key, value);
        }

        @Override
        public void remove(ByteBuffer key) throws IOException {
            current = section;
            RecordFile.this.remove(key);
        }
    }

    @Override
    public void put(ByteBuffer key, ByteBuffer value) throws IOException {
        begin(Format.PUT, key);
        out.writeBytes(value);
        out.endEntry();
    }

    @Override
    public void remove(ByteBuffer key) throws IOException {
        begin(Format.REMOVE, key);
        out.endEntry();
    }

    private void begin(int tag, ByteBuffer key) throws IOException {
        Section section = current;
        if (section != null && !section.equals(begun)) {
            begun = section;
            sections.add(section);
            out.writeByte(Format.SECTION);
            writeSection(out, section);
        }
        if (abandoned.getAsBoolean()) {
            throw new IOException("it is not wanted any more");
        }
        out.writeByte(tag);
        out.writeBytes(key);
    }

    static void writeSection(BlockOutput out, Section section) {
        out.writeText(section.component());
        out.writeText(section.state());
        out.writeInt(section.instance());
        out.writeText(section.schema());
    }

    static Section readSection(BlockInput in) {
        String component = in.readText();
        String state = in.readText();
        int instance = in.readInt();
        return new Section(component, state, instance, in.readText());
    }

    /**
     * Reads all records of a file.
     *
     * @throws StateException if it is not as it was written
     */
    static void read(StateFolder folder, String system, StateFile file, RecordSink sink) {
        read(folder, system, file, new Delivery(sink));
    }

    /**
     * Reads a file to see that all its records are there.
     *
     * @throws StateException if it is not as it was written
     */
    static void verify(StateFolder folder, String system, StateFile file) {
        read(folder, system, file, new Delivery(null));
    }

    private static void read(StateFolder folder, String system, StateFile file, Delivery delivery) {
        try (BlockInput in =
                BlockInput.open(
                        folder.file(file.name()),
                        Format.Kind.of(file.kind()),
                        system,
                        file.last())) {
            if (in.length() != file.length()) {
                throw in.damaged(
                        "it has %,d bytes and should have %,d"
                                .formatted(in.length(), file.length()));
            }
            while (in.next()) {
                while (in.hasMore()) {
                    delivery.next(in);
                }
            }
            if (in.checksum() != file.checksum()) {
                throw in.damaged("its checksum is not the one in the manifest");
            }
        }
    }

    /**
     * Gives the records of a file, one after the other, to those who take them, if anybody does.
     */
    private static final class Delivery {
        private final @Nullable RecordSink sink;
        private final Map<Section, RecordWriter> writers = new HashMap<>();
        private @Nullable RecordWriter to;
        private boolean begun;

        Delivery(@Nullable RecordSink sink) {
            this.sink = sink;
        }

        void next(BlockInput in) {
            int tag = in.readByte();
            if (tag == Format.SECTION) {
                Section section = readSection(in);
                to = sink == null ? null : writers.computeIfAbsent(section, sink::section);
                begun = true;
            } else if (!begun) {
                throw in.damaged("a record belongs to no section");
            } else if (tag != Format.PUT && tag != Format.REMOVE) {
                throw in.damaged("there is no entry of kind " + tag);
            } else if (to == null) {
                in.skipBytes();
                if (tag == Format.PUT) {
                    in.skipBytes();
                }
            } else {
                give(tag, in, to);
            }
        }

        private static void give(int tag, BlockInput in, RecordWriter to) {
            try {
                if (tag == Format.PUT) {
                    to.put(in.readKey(), in.readValue());
                } else {
                    to.remove(in.readKey());
                }
            } catch (IOException e) {
                throw in.damaged("a record cannot be restored: " + e.getMessage(), e);
            }
        }
    }
}

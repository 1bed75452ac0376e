package io.millrace.engine.checkpoint;

import io.millrace.api.Document;
import io.millrace.engine.state.Part;
import io.millrace.engine.state.RecordWriter;
import io.millrace.engine.state.Section;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a store should hold: the states of a run, kept by a map beside it. */
final class Contents implements RecordSink {

    static final Section COUNTS = new Section("count", "seen", Section.BY_KEY, "value: long");
    static final Section TOTAL = new Section("total", "sum", 0, "value: double");

    final Map<Section, Map<String, String>> states = new LinkedHashMap<>();

    /** Returns what a store holds now. */
    static Contents of(CheckpointStore store) {
        var contents = new Contents();
        store.restore(contents);
        return contents;
    }

    /** Changes a state; null removes. Returns the change. */
    Part change(Section section, Map<String, @Nullable String> changes) {
        Map<String, @Nullable String> frozen = new LinkedHashMap<>(changes);
        frozen.forEach((key, value) -> apply(section, key, value));
        return part(section, frozen);
    }

    /** Returns all of it. */
    List<Part> all() {
        var parts = new ArrayList<Part>();
        states.forEach(
                (section, records) -> parts.add(part(section, new LinkedHashMap<>(records))));
        return parts;
    }

    private static Part part(Section section, Map<String, @Nullable String> records) {
        return new Part() {
            @Override
            public Section section() {
                return section;
            }

            @Override
            public void writeTo(RecordWriter out) throws IOException {
                for (var record : records.entrySet()) {
                    String value = record.getValue();
                    if (value == null) {
                        out.remove(bytes(record.getKey()));
                    } else {
                        out.put(bytes(record.getKey()), bytes(value));
                    }
                }
            }
        };
    }

    private void apply(Section section, String key, @Nullable String value) {
        Map<String, String> records = states.computeIfAbsent(section, _ -> new TreeMap<>());
        if (value == null) {
            records.remove(key);
        } else {
            records.put(key, value);
        }
        if (records.isEmpty()) {
            states.remove(section);
        }
    }

    @Override
    public RecordWriter section(Section section) {
        return new RecordWriter() {
            @Override
            public void put(ByteBuffer key, ByteBuffer value) {
                apply(section, text(key), text(value));
            }

            @Override
            public void remove(ByteBuffer key) {
                apply(section, text(key), null);
            }
        };
    }

    /** Returns an epoch that brings these changes and a position. */
    static Epoch epoch(long number, Part... changes) {
        return epoch(number, null, changes);
    }

    static Epoch epoch(long number, @Nullable List<Part> base, Part... changes) {
        return new Epoch(
                number,
                false,
                Map.of(new InstanceId("flights", 0), Document.parse("{\"offset\":" + number + "}")),
                Map.of(
                        new InstanceId("out", 0),
                        Document.parse("{\"length\":" + 10 * number + "}")),
                List.of(),
                List.of(changes),
                base);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Contents that && states.equals(that.states);
    }

    @Override
    public int hashCode() {
        return states.hashCode();
    }

    @Override
    public String toString() {
        return states.toString();
    }
}

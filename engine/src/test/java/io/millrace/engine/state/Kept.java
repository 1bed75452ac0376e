package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the records of epochs, as a checkpoint on disk would. */
final class Kept {

    private final Map<Section, Map<ByteBuffer, ByteBuffer>> records = new LinkedHashMap<>();
    long puts;
    long removals;

    void write(List<Part> parts) {
        parts.forEach(this::write);
        parts.forEach(Part::close);
    }

    private void write(Part part) {
        Map<ByteBuffer, ByteBuffer> section =
                records.computeIfAbsent(part.section(), _ -> new LinkedHashMap<>());
        try {
            part.writeTo(
                    new RecordWriter() {
                        @Override
                        public void put(ByteBuffer key, ByteBuffer value) {
                            section.put(copy(key), copy(value));
                            puts++;
                        }

                        @Override
                        public void remove(ByteBuffer key) {
                            section.remove(copy(key));
                            removals++;
                        }
                    });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteBuffer copy(ByteBuffer from) {
        var copy = ByteBuffer.allocate(from.remaining());
        return copy.put(from.duplicate()).flip();
    }

    /** Returns the records of all sections, without those that have none. */
    Map<Section, Map<ByteBuffer, ByteBuffer>> records() {
        var some = new LinkedHashMap<>(records);
        some.values().removeIf(Map::isEmpty);
        return some;
    }

    /** Gives all records to the instances that they belong to. */
    void restore(List<StateTables> instances) {
        var restoration = new Restoration(section -> section, Map.of("test", instances));
        try {
            for (var section : records.entrySet()) {
                RecordWriter into = restoration.section(section.getKey());
                for (var each : section.getValue().entrySet()) {
                    into.put(each.getKey(), each.getValue());
                }
            }
            restoration.finish();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<StateTables> instances(
            int count, TestKey key, TestTime time, @Nullable WorkingCopy copy) {
        var instances = new ArrayList<StateTables>();
        for (int i = 0; i < count; i++) {
            instances.add(new StateTables("test", i, count, key, time, copy));
        }
        return instances;
    }
}

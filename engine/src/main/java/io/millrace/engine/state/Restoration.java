package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Brings the records of a checkpoint to where they belong now: those by key to the instance that
 * their key's items go to, whatever the parallelism was.
 */
public final class Restoration {

    private static final RecordWriter NOWHERE =
            new RecordWriter() {
                @Override
                public void put(ByteBuffer key, ByteBuffer value) {}

                @Override
                public void remove(ByteBuffer key) {}
            };

    private final Function<Section, @Nullable Section> target;
    private final Map<String, List<StateTables>> instances;

    /**
     * Begins.
     *
     * @param target where the records of a section belong; null if nowhere
     * @param instances the states of each component, in the order of its instances
     */
    public Restoration(
            Function<Section, @Nullable Section> target, Map<String, List<StateTables>> instances) {
        this.target = target;
        this.instances = instances;
    }

    /** Returns what takes the records of a section, as the checkpoint names it. */
    public RecordWriter section(Section kept) {
        Section now = target.apply(kept);
        if (now == null) {
            return NOWHERE;
        }
        List<StateTables> tables = instances.get(now.component());
        if (tables == null) {
            throw new IllegalArgumentException("there is no component of " + now);
        }
        return new RecordWriter() {
            @Override
            public void put(ByteBuffer key, ByteBuffer value) throws IOException {
                at(key).put(now, key, value);
            }

            @Override
            public void remove(ByteBuffer key) throws IOException {
                at(key).remove(now, key);
            }

            private StateTables at(ByteBuffer key) throws StateFormatException {
                return tables.get(
                        now.instance() == Section.BY_KEY
                                ? StateTables.owner(key, tables.size())
                                : now.instance());
            }
        };
    }

    /**
     * Is called after the last record.
     *
     * @throws StateFormatException if something is missing
     */
    public void finish() throws StateFormatException {
        for (List<StateTables> each : instances.values()) {
            for (StateTables tables : each) {
                tables.restored();
            }
        }
    }
}

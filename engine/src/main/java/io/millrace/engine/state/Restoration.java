package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

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
        if (now.instance() != Section.BY_KEY) {
            return new ToInstance(tables.get(now.instance()), now);
        }
        if (tables.size() == 1) {
            return new ToInstance(tables.getFirst(), now);
        }
        return new ByKey(tables.stream().map(each -> new ToInstance(each, now)).toList());
    }

    /** Takes the records of one instance, whose state is looked up when the first one comes. */
    private static final class ToInstance implements RecordWriter {
        private final StateTables tables;
        private final Section section;
        private StateTables.@Nullable Taker taker;

        ToInstance(StateTables tables, Section section) {
            this.tables = tables;
            this.section = section;
        }

        @Override
        public void put(ByteBuffer key, ByteBuffer value) throws StateFormatException {
            taker().take(new Decoder(key), new Decoder(value));
        }

        @Override
        public void remove(ByteBuffer key) throws StateFormatException {
            taker().take(new Decoder(key), null);
        }

        private StateTables.Taker taker() throws StateFormatException {
            if (taker == null) {
                taker = tables.taker(section);
            }
            return taker;
        }
    }

    /** Takes the records of all instances. */
    private record ByKey(List<ToInstance> instances) implements RecordWriter {
        @Override
        public void put(ByteBuffer key, ByteBuffer value) throws StateFormatException {
            of(key).put(key, value);
        }

        @Override
        public void remove(ByteBuffer key) throws StateFormatException {
            of(key).remove(key);
        }

        private ToInstance of(ByteBuffer key) throws StateFormatException {
            return instances.get(StateTables.owner(key, instances.size()));
        }
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

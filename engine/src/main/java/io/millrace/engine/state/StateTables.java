package io.millrace.engine.state;

import static io.millrace.engine.state.NoKey.NO_KEY;

import io.millrace.api.Clock;
import io.millrace.api.Current;
import io.millrace.api.State;
import io.millrace.api.StateSpec;
import io.millrace.api.TimeKind;
import io.millrace.engine.state.Declared.Place;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * The states of one instance of a component, in memory or in a {@link WorkingCopy}.
 *
 * <p>Names that begin with {@code $} are the engine's own. Of the instance's thread alone, but for
 * the parts that it gives and for its counts.
 */
public final class StateTables {

    /** How much that is over a freezing clears away, at most. */
    private static final int SWEPT_BY_FREEZE = 10_000;

    /** With what the names of states begin that hold what is on its way to the component. */
    public static final String STREAMS = "$channel.";

    private final @Nullable WorkingCopy copy;
    private final Place place;
    private final Map<String, Declared> tables = new LinkedHashMap<>();
    private final Map<String, TimerTable> timers = new LinkedHashMap<>();
    private final Set<TimerTable> restoringTimers = new HashSet<>();
    private final List<Declared> inEventTime = new ArrayList<>();
    private final Set<Declared> restoring = new HashSet<>();

    /**
     * Makes one without states, which will be in memory.
     *
     * @param component the component's name
     * @param instance which of its instances, from 0
     * @param parallelism how many there are
     * @param current knows the current key
     * @param clock the run's
     */
    public StateTables(
            String component, int instance, int parallelism, Current current, Clock clock) {
        this(component, instance, parallelism, current, clock, null);
    }

    /**
     * Makes one without states.
     *
     * @param component the component's name
     * @param instance which of its instances, from 0
     * @param parallelism how many there are
     * @param current knows the current key
     * @param clock the run's
     * @param copy where the component's states will be; null for in memory
     */
    public StateTables(
            String component,
            int instance,
            int parallelism,
            Current current,
            Clock clock,
            @Nullable WorkingCopy copy) {
        this.copy = copy;
        this.place = new Place(component, instance, parallelism, current, clock);
    }

    /**
     * Declares a state.
     *
     * @throws IllegalArgumentException if there is one of this name, or its values cannot be kept
     */
    public <S extends State> S declare(StateSpec<S> spec) {
        if (tables.containsKey(spec.name())) {
            throw refused(spec, "it is declared twice");
        }
        Declared table;
        try {
            table = table(spec);
        } catch (IllegalArgumentException e) {
            throw refused(spec, e.getMessage());
        }
        tables.put(spec.name(), table);
        if (spec.ttl() != null && spec.clock() == TimeKind.EVENT_TIME) {
            inEventTime.add(table);
        }
        @SuppressWarnings("unchecked") // the shape is that of S
        S state = (S) table;
        return state;
    }

    private Declared table(StateSpec<?> spec) {
        if (spec.maxKeys() > 0
                && spec.scope() == StateSpec.Scope.INSTANCE
                && spec.shape() != StateSpec.Shape.MAP) {
            throw new IllegalArgumentException("max_keys: it has no keys");
        }
        Codec<?> values = codec(spec);
        if (copy != null && !spec.name().startsWith("$")) {
            return stored(spec, values, copy.region());
        }
        return switch (spec.shape()) {
            case VALUE -> new ValueTable<>(spec, place, values);
            case LIST -> new ListTable<>(spec, place, values);
            case MAP ->
                    new MapTable<>(
                            spec,
                            place,
                            Codecs.ofKey(Objects.requireNonNull(spec.keyType())),
                            values);
        };
    }

    private Declared stored(StateSpec<?> spec, Codec<?> values, Region all) {
        return switch (spec.shape()) {
            case VALUE -> new StoredValue<>(spec, place, values, all);
            case LIST -> new StoredList<>(spec, place, values, all);
            case MAP ->
                    new StoredMap<>(
                            spec,
                            place,
                            Codecs.ofKey(Objects.requireNonNull(spec.keyType())),
                            values,
                            all);
        };
    }

    /** The engine's own states may hold values of several types. */
    private static Codec<?> codec(StateSpec<?> spec) {
        return spec.valueType() == Object.class && spec.name().startsWith("$")
                ? AnyCodec.ANY
                : Codecs.of(spec.valueType());
    }

    private IllegalArgumentException refused(StateSpec<?> spec, @Nullable String why) {
        return new IllegalArgumentException(
                "component '%s', state '%s': %s".formatted(place.component(), spec.name(), why));
    }

    /**
     * Declares timers by key, of the engine's own.
     *
     * @param due when a time is due, asked when it is first set
     */
    public TimerTable timers(String name, LongUnaryOperator due) {
        var table = new TimerTable(place.component(), name, due);
        timers.put(name, table);
        return table;
    }

    /** Returns where the records of the states belong, in the order of their declaration. */
    public List<Section> sections() {
        var sections = new ArrayList<Section>();
        tables.values().forEach(table -> sections.add(table.section));
        timers.values().forEach(table -> sections.add(table.section));
        return sections;
    }

    /** Returns, for the states that had another name, that name. */
    public Map<String, String> earlierNames() {
        var names = new LinkedHashMap<String, String>();
        tables.forEach(
                (name, table) -> {
                    String earlier = table.spec.renamedFrom();
                    if (earlier != null) {
                        names.put(name, earlier);
                    }
                });
        return names;
    }

    /**
     * Calls for each key that a state holds something of, the eldest first where their number is
     * bounded; for the state, this key is the current one meanwhile, null for the one of no key. It
     * may be removed then; no other may.
     */
    public void forEachKey(State state, Consumer<@Nullable Object> action) {
        if (!(state instanceof Declared table)) {
            throw new IllegalArgumentException("not one of these states");
        }
        table.forEachKey(action);
    }

    // ---- bounds

    /**
     * Learns the watermark: what is over in event time goes. The end of all inputs, {@link
     * Long#MAX_VALUE}, is no time: nothing goes because of it.
     */
    public void eventTime(long watermark) {
        if (watermark != Long.MAX_VALUE) {
            for (Declared table : inEventTime) {
                table.watermark(watermark);
            }
        }
    }

    /** Returns how many keys and entries have gone because there were too many. For any thread. */
    public long evicted() {
        return tables.values().stream().mapToLong(Declared::evicted).sum();
    }

    /** Returns how many values and lists have gone because their time was over. For any thread. */
    public long expired() {
        return tables.values().stream().mapToLong(Declared::expired).sum();
    }

    // ---- checkpoints

    /**
     * Begins a step: until the next one begins, {@link #freezeAsOfBegin} gives what was there at
     * this moment. Cheap.
     */
    public void begin() {
        tables.values().forEach(table -> table.begin());
    }

    /** Returns what has changed since the last freezing; the first time, all there is. */
    public List<Part> freeze() {
        tables.values().forEach(table -> table.endStep());
        tables.values().forEach(table -> table.sweep(SWEPT_BY_FREEZE));
        return freezeAsOfBegin();
    }

    /** As {@link #freeze}, and what has changed since the step began is left for the next time. */
    public List<Part> freezeAsOfBegin() {
        tables.forEach(
                (name, table) -> {
                    if (name.startsWith("$")) {
                        table.endStep(); // the engine writes it for the freezing
                    }
                });
        var parts = new ArrayList<Part>();
        tables.values().forEach(table -> table.freeze(parts::add));
        timers.values().forEach(table -> add(table.freeze(), parts));
        return parts;
    }

    /**
     * Returns all there is, as it was when the step began if one has; the next freezing gives what
     * it would have given.
     */
    public List<Part> freezeAll() {
        var parts = new ArrayList<Part>();
        tables.values().forEach(table -> table.freezeAll(parts::add));
        timers.values().forEach(table -> add(table.freezeAll(), parts));
        return parts;
    }

    private static void add(@Nullable Part part, List<Part> parts) {
        if (part != null) {
            parts.add(part);
        }
    }

    /**
     * Returns which instance the state of a key belongs to.
     *
     * @param key that of a record of a section by key
     * @throws StateFormatException if it is none
     */
    static int owner(ByteBuffer key, int parallelism) throws StateFormatException {
        Object decoded = AnyCodec.ANY.read(new Decoder(key));
        return decoded.equals(NO_KEY) ? 0 : KeyHash.instance(decoded, parallelism);
    }

    /** Takes the records of one state. */
    @FunctionalInterface
    interface Taker {
        /** Takes a record; no value where the key holds nothing any more. */
        void take(Decoder key, @Nullable Decoder value) throws StateFormatException;
    }

    /**
     * Returns what takes the records of a section of a checkpoint, those of a later epoch later.
     * What was set before goes: this is called only where there is a record.
     *
     * @throws StateFormatException if there is no such section
     */
    Taker taker(Section section) throws StateFormatException {
        TimerTable ofTimers = timers.get(section.state());
        if (ofTimers != null) {
            if (restoringTimers.add(ofTimers)) {
                ofTimers.clear();
            }
            return (key, value) -> ofTimers.restore(AnyCodec.ANY.read(key), key, value);
        }
        Declared table = tables.get(section.state());
        if (table == null || !table.section.schema().equals(section.schema())) {
            throw new StateFormatException(
                    "component '%s' has no state '%s' of %s"
                            .formatted(place.component(), section.state(), section.schema()));
        }
        if (restoring.add(table)) {
            table.clearAll();
        }
        return table.perKey
                ? (key, value) -> table.restore(AnyCodec.ANY.read(key), key, value)
                : (key, value) -> table.restore(NO_KEY, key, value);
    }

    /**
     * Is called once after the last record.
     *
     * @throws StateFormatException if something is missing
     */
    void restored() throws StateFormatException {
        for (Declared table : restoring) {
            table.finishRestore();
        }
        restoring.clear();
        restoringTimers.forEach(TimerTable::areRestored);
        restoringTimers.clear();
    }
}

package io.millrace.engine.state;

import io.millrace.api.ListState;
import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A list, or one of each key: elements are kept one by one, by their numbers. */
final class ListTable<T> extends Table<Elements> implements ListState<T> {

    private final Codec<Object> values;
    private final Map<Elements, TreeMap<Long, Restored>> restored = new HashMap<>();

    @SuppressWarnings("unchecked") // of the type that was declared
    ListTable(StateSpec<?> spec, Place place, Codec<?> values) {
        super(spec, place, "list " + values.schema(), Elements.class);
        this.values = (Codec<Object>) values;
    }

    private record Restored(Object element, long written) {}

    @Override
    public void add(T value) {
        Objects.requireNonNull(value, "value");
        add(hereOrNew(), value, ages == null ? 0 : ages.now());
        sweepAfterWrite();
    }

    private void add(Elements list, Object value, long written) {
        if (ages != null) {
            long newest = list.age == null ? written : Math.max(list.age.written, written);
            list.age = ages.touch(list, list.age, newest);
        }
        changes.add(list);
        list.ring.add(value, written);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // those there are were added
    public List<T> all() {
        Elements list = live();
        return list == null
                ? List.of()
                : (List<T>)
                        Collections.unmodifiableList(
                                Arrays.asList(list.ring.elements(list.ring.head, list.ring.tail)));
    }

    @Override
    public int size() {
        Elements list = live();
        return list == null ? 0 : list.ring.size();
    }

    @Override
    public boolean isEmpty() {
        return live() == null;
    }

    @Override
    public void removeFirst(int count) {
        Objects.checkFromToIndex(0, count, size());
        Elements list = here();
        if (list != null) {
            removeFirst(list, count);
        }
    }

    private void removeFirst(Elements list, int count) {
        if (count == list.ring.size()) {
            removeKey(list);
        } else if (count > 0) {
            changes.add(list);
            list.removeFirst(count);
        }
    }

    @Override
    public void clear() {
        Elements list = here();
        if (list != null) {
            removeKey(list);
        }
    }

    /** Returns the list of the current key without the elements that are over. */
    private @Nullable Elements live() {
        Elements list = here();
        if (list == null || ages == null) {
            return list;
        }
        while (list.ring.size() > 0 && ages.isOver(list.ring.firstWritten())) {
            removeFirst(list, 1);
        }
        return list.ring.size() == 0 ? null : list;
    }

    @Override
    Elements create(Object key, int hash) {
        return new Elements(key, hash, ages != null);
    }

    @Override
    void empty(Elements list) {
        changes.remove(list);
        list.removeFirst(list.ring.size());
        if (ages != null) {
            ages.remove(list.age);
        }
    }

    @Override
    void expire(Tracked tracked) {
        removeKey((Elements) tracked);
    }

    @Override
    void each(Consumer<Tracked> action) {
        for (Node node = root.first; node != null; node = node.newer) {
            action.accept((Elements) node);
        }
    }

    // ---- checkpoints

    @Override
    void restore(Object key, Decoder entry, @Nullable Decoder value) throws StateFormatException {
        long number = entry.readUnsigned();
        entry.end();
        if (number < 0) {
            throw entry.bad("an element has the number " + number);
        }
        if (value == null) {
            Elements list = find(key);
            if (list != null) {
                restored.getOrDefault(list, new TreeMap<>()).remove(number);
            }
            return;
        }
        Envelope about = Envelope.read(value);
        Object element = values.read(value);
        value.end();
        Elements list = atOrNew(key);
        if (about.ofKey() != Envelope.NONE) {
            list.sequence = about.ofKey();
        }
        restored.computeIfAbsent(list, _ -> new TreeMap<>())
                .put(number, new Restored(element, about.written()));
    }

    @Override
    void restored() throws StateFormatException {
        for (Elements list : lists()) {
            TreeMap<Long, Restored> elements = restored.getOrDefault(list, new TreeMap<>());
            if (elements.isEmpty()) {
                root.remove(list);
                continue;
            }
            long first = elements.firstKey();
            if (elements.lastKey() - first != elements.size() - 1) {
                throw new StateFormatException(
                        "of the elements %d to %d of the list '%s' only %d are there"
                                .formatted(
                                        first, elements.lastKey(), spec.name(), elements.size()));
            }
            list.ring.startAt(first);
            elements.values()
                    .forEach(
                            each ->
                                    add(
                                            list,
                                            each.element,
                                            ages == null ? 0 : ages.restored(each.written)));
            list.savedFrom = first;
            list.savedTo = list.ring.tail;
        }
        restored.clear();
        root.sort();
    }

    private List<Elements> lists() {
        var lists = new ArrayList<Elements>();
        each(tracked -> lists.add((Elements) tracked));
        return lists;
    }

    @Override
    Frozen part(int size) {
        return new ListPart();
    }

    /** What has changed about the lists. */
    private final class ListPart extends Frozen {
        private final Ages.@Nullable Kept kept = ages == null ? null : ages.kept();
        private final List<Change> frozen = new ArrayList<>();

        ListPart() {
            super(section);
        }

        /**
         * What has changed about one list.
         *
         * @param list the list, for its key
         * @param goneFrom the first number of an element that is to be removed
         * @param goneTo the number behind the last of these
         * @param added the elements that are to be written
         */
        private record Change(Elements list, long goneFrom, long goneTo, Ring added) {}

        @Override
        void addChange(Tracked tracked) {
            var list = (Elements) tracked;
            long head = list.headBefore();
            long goneTo = Math.min(list.savedTo, head);
            long from = Math.max(list.savedTo, head);
            add(list, list.savedFrom, goneTo, from);
            list.savedFrom = head;
            list.savedTo = list.tailBefore();
        }

        @Override
        void addAll(Tracked tracked) {
            var list = (Elements) tracked;
            add(list, 0, 0, list.headBefore());
        }

        private void add(Elements list, long goneFrom, long goneTo, long from) {
            var added = new Ring(kept != null);
            added.startAt(from);
            list.eachBefore(from, list.tailBefore(), added);
            if (goneFrom < goneTo || added.size() > 0) {
                frozen.add(new Change(list, goneFrom, goneTo, added));
            }
        }

        @Override
        boolean isEmpty() {
            return frozen.isEmpty();
        }

        @Override
        public void writeTo(RecordWriter out) throws IOException {
            var key = new Encoder();
            var value = new Encoder();
            for (Change change : frozen) {
                for (long number = change.goneFrom; number < change.goneTo; number++) {
                    writeKey(change.list, number, key.reset());
                    out.remove(key.written());
                }
                write(change, key, value, out);
            }
        }

        private void write(Change change, Encoder key, Encoder value, RecordWriter out)
                throws IOException {
            Ring added = change.added;
            @Nullable Object[] elements = added.elements(added.head, added.tail);
            long[] written = added.written(added.head, added.tail);
            for (int i = 0; i < elements.length; i++) {
                writeKey(change.list, added.head + i, key.reset());
                Envelope.write(
                        mostKeys > 0 ? change.list.sequence : Envelope.NONE,
                        Envelope.NONE,
                        kept == null ? Envelope.NONE : kept.of(written[i]),
                        value.reset());
                values.write(Objects.requireNonNull(elements[i]), value);
                out.put(key.written(), value.written());
            }
        }

        private void writeKey(Elements list, long number, Encoder out) {
            if (perKey) {
                AnyCodec.ANY.write(list.key, out);
            }
            out.writeUnsigned(number);
        }
    }
}

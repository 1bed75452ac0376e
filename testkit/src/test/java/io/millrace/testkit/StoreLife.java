package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.api.TransactionalSink.Sealed;
import io.millrace.engine.checkpoint.CheckpointStore;
import io.millrace.engine.checkpoint.Epoch;
import io.millrace.engine.checkpoint.InstanceId;
import io.millrace.engine.checkpoint.Manifest;
import io.millrace.engine.checkpoint.RecordSink;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.engine.state.Part;
import io.millrace.engine.state.RecordWriter;
import io.millrace.engine.state.Section;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A store of checkpoints that is used for a while on a simulated disk, and what it has to keep. */
final class StoreLife {

    private static final String FOLDER = "/work/.millrace/orders/checkpoints";
    private static final InstanceId SOURCE = new InstanceId("orders", 0);
    private static final Section[] SECTIONS = {
        new Section("count", "seen", Section.BY_KEY, "value: long"),
        new Section("count", "last", 0, "value: text"),
        new Section("join", "left", Section.BY_KEY, "list: document")
    };

    /** How often a commit is tried again when the disk is full. */
    private static final int TRIES = 3;

    /**
     * What a checkpoint holds.
     *
     * @param epoch its number; 0 if there is none
     * @param records by section and key
     */
    record Content(long epoch, Map<String, String> records) {
        static final Content NOTHING = new Content(0, Map.of());
    }

    /**
     * Something that was to replace a content by another.
     *
     * @param begun how many operations there were before it
     * @param done how many there were when it had returned; many if it did not
     */
    private record Change(int begun, int done, Content to) {}

    final SimulatedDisk disk;
    private final SplittableRandom random;
    private final Content first;
    private final List<Change> changes = new ArrayList<>();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private long generation;
    private int opened = Integer.MAX_VALUE;

    /**
     * Creates one.
     *
     * @param first what is on the disk
     */
    StoreLife(SimulatedDisk disk, Content first, SplittableRandom random) {
        this.disk = disk;
        this.first = first;
        this.random = random;
    }

    /** Lives until the end, or until the store fails; returns why it failed, or null. */
    @Nullable StateException live(int epochs) {
        try (CheckpointStore store = open(disk, background)) {
            opened = disk.operations();
            generation = store.generation();
            try {
                live(store, epochs);
            } finally {
                inBackground();
            }
            return null;
        } catch (StateException e) {
            return e;
        }
    }

    private void live(CheckpointStore store, int epochs) {
        check(store, first);
        Content now = first;
        for (int i = 0; i < epochs; i++) {
            now = random.nextInt(20) == 0 ? anew(store) : commit(store, now);
            if (random.nextBoolean()) {
                inBackground();
            }
            if (random.nextInt(8) == 0) {
                store.requestBase();
            }
        }
    }

    private void inBackground() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    private static CheckpointStore open(SimulatedDisk disk, Queue<Runnable> background) {
        return CheckpointStore.open(
                disk.getPath(FOLDER),
                "orders",
                new CheckpointStore.Options(_ -> false, background::add));
    }

    private Content anew(CheckpointStore store) {
        inBackground();
        int begun = disk.operations();
        changes.add(new Change(begun, Integer.MAX_VALUE, Content.NOTHING));
        store.beginAnew();
        changes.set(changes.size() - 1, new Change(begun, disk.operations(), Content.NOTHING));
        return Content.NOTHING;
    }

    private Content commit(CheckpointStore store, Content before) {
        var records = new TreeMap<>(before.records);
        List<Part> parts = new ArrayList<>();
        for (Section section : SECTIONS) {
            Map<String, String> changed = new TreeMap<>();
            for (int left = random.nextInt(4); left > 0; left--) {
                String key = "" + random.nextInt(6);
                boolean removes = random.nextInt(4) == 0;
                changed.put(key, removes ? "" : "x".repeat(random.nextInt(40)) + random.nextInt());
            }
            changed.forEach(
                    (key, value) -> {
                        if (value.isEmpty()) {
                            records.remove(name(section, key));
                        } else {
                            records.put(name(section, key), value);
                        }
                    });
            parts.add(part(section, changed));
        }
        var after = new Content(before.epoch + random.nextInt(1, 3), records);
        Epoch epoch =
                new Epoch(
                        after.epoch,
                        random.nextBoolean(),
                        Map.of(SOURCE, position(after)),
                        Map.of(),
                        random.nextBoolean() ? List.of() : List.of(sealed()),
                        parts,
                        store.wantsBase() ? all(records) : null);
        int begun = disk.operations();
        changes.add(new Change(begun, Integer.MAX_VALUE, after));
        commit(store, epoch);
        changes.set(changes.size() - 1, new Change(begun, disk.operations(), after));
        return after;
    }

    private static void commit(CheckpointStore store, Epoch epoch) {
        for (int tries = 1; ; tries++) {
            try {
                store.commit(epoch);
                return;
            } catch (StateException e) {
                if (e.code() != StateException.Code.STORAGE_FULL || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static Document position(Content content) {
        return Document.parse("{\"offset\":" + content.epoch + "}");
    }

    private static String name(Section section, String key) {
        return section.component() + "." + section.state() + "/" + key;
    }

    private static Sealed sealed() {
        return new Sealed() {
            @Override
            public Document reference() {
                return Document.parse("{}");
            }

            @Override
            public void force() {}
        };
    }

    private static List<Part> all(Map<String, String> records) {
        List<Part> parts = new ArrayList<>();
        for (Section section : SECTIONS) {
            Map<String, String> own = new TreeMap<>();
            String prefix = name(section, "");
            records.forEach(
                    (name, value) -> {
                        if (name.startsWith(prefix)) {
                            own.put(name.substring(prefix.length()), value);
                        }
                    });
            parts.add(part(section, own));
        }
        return parts;
    }

    private static Part part(Section section, Map<String, String> records) {
        return new Part() {
            @Override
            public Section section() {
                return section;
            }

            @Override
            public void writeTo(RecordWriter out) throws IOException {
                for (var each : records.entrySet()) {
                    if (each.getValue().isEmpty()) {
                        out.remove(bytes(each.getKey()));
                    } else {
                        out.put(bytes(each.getKey()), bytes(each.getValue()));
                    }
                }
            }
        };
    }

    /** Returns what may be found when the power fails after so many operations: one or two. */
    private List<Content> possible(int operations) {
        Content kept = first;
        for (Change change : changes) {
            if (change.begun >= operations) {
                break;
            }
            if (change.done > operations) {
                return List.of(kept, change.to);
            }
            kept = change.to;
        }
        return List.of(kept);
    }

    /** Opens what is left, sees that it is right, and that more can be committed; returns it. */
    Content recover(int operations, SimulatedDisk left) {
        List<Content> possible = possible(operations);
        var later = new ArrayDeque<Runnable>();
        try (CheckpointStore store = open(left, later)) {
            Content found = content(store);
            assertThat(found).isIn(possible);
            check(store, found);
            if (opened <= operations) {
                assertThat(store.generation()).isGreaterThan(generation);
            }
            return found;
        }
    }

    private static void check(CheckpointStore store, Content content) {
        assertThat(content(store)).isEqualTo(content);
        Manifest last = store.last();
        assertThat(last == null ? 0 : last.epoch()).isEqualTo(content.epoch);
        if (last != null) {
            assertThat(last.positions()).isEqualTo(Map.of(SOURCE, position(content)));
        }
    }

    private static Content content(CheckpointStore store) {
        Manifest last = store.last();
        var records = new TreeMap<String, String>();
        store.restore(new Reader(records));
        return last == null ? Content.NOTHING : new Content(last.epoch(), records);
    }

    /** Reads a checkpoint. */
    private record Reader(Map<String, String> records) implements RecordSink {
        @Override
        public RecordWriter section(Section section) {
            return new RecordWriter() {
                @Override
                public void put(ByteBuffer key, ByteBuffer value) {
                    records.put(name(section, text(key)), text(value));
                }

                @Override
                public void remove(ByteBuffer key) {
                    records.remove(name(section, text(key)));
                }
            };
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}

package io.millrace.testkit;

import io.millrace.api.Document;
import io.millrace.engine.Run;
import io.millrace.graph.ComponentSpec.OnError;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened in a simulated run as its components saw it, and what is wrong with that. Only one
 * thread of a simulation runs at a time, so nothing here is guarded.
 */
final class Ledger {

    static final int INSTANCES = 4;

    /** A stream of the graph. */
    static final class Flow {
        final Role from;
        final Role to;
        final String input;
        final int port;
        final boolean drops;
        boolean keyed;
        long received;
        long filtered;
        long badConditions;
        long badKeys;
        boolean blurred; // some keys failed, and it cannot be told on which stream
        private final int[] last = new int[Tag.PORTS * INSTANCES * INSTANCES];

        Flow(Role from, Role to, String input, int port, boolean drops) {
            this.from = from;
            this.to = to;
            this.input = input;
            this.port = port;
            this.drops = drops;
            Arrays.fill(last, -1);
        }

        String where() {
            return from.name() + " -> " + to.name() + "." + input;
        }

        long accounted() {
            return received + filtered + badConditions + badKeys;
        }
    }

    /** A component of the graph, over its instances. */
    static final class Tally {
        final Role role;
        long in;
        final long[] sent = new long[2];
        long failed;
        long badKeys;
        long kept;
        int setups;
        int cleanups;
        int normalEnds;
        boolean crashed;
        boolean mayCrash;
        final Map<String, Flow> inputs = new HashMap<>();
        final int[] homes = new int[8]; // which instance gets the items of a key, plus one

        Tally(Role role) {
            this.role = role;
        }
    }

    final List<Tally> tallies = new ArrayList<>();
    final List<Flow> flows = new ArrayList<>();
    private @Nullable String violation;

    Tally add(Role role) {
        var tally = new Tally(role);
        tallies.add(tally);
        return tally;
    }

    Flow add(Flow flow) {
        flows.add(flow);
        tallies.get(flow.to.number()).inputs.put(flow.input, flow);
        return flow;
    }

    void violation(String what) {
        if (violation == null) {
            violation = what;
        }
    }

    /** Throws the first violation that was seen. */
    void check() {
        if (violation != null) {
            throw new AssertionError(violation);
        }
    }

    // ---- while it runs

    /** Notes that an instance takes an item, and sees that it is the stream's next for it. */
    Tag take(Tally taker, int instance, String input, Document item, @Nullable Object key) {
        Tag tag = Tag.of(item);
        taker.in++;
        Flow flow = taker.inputs.get(input);
        if (flow == null) {
            violation("%s got %s by '%s'".formatted(taker.role.name(), tag, input));
            return tag;
        }
        flow.received++;
        boolean plain = flow.port != Tag.FAILED;
        if (plain || (tag.component() == flow.from.number() && tag.port() == Tag.FAILED)) {
            int at = (tag.port() * INSTANCES + tag.instance()) * INSTANCES + instance;
            if (tag.component() != flow.from.number()) {
                violation(flow.where() + ": " + "got a stranger, " + tag);
            } else if (tag.serial() <= flow.last[at]) {
                violation(
                        flow.where()
                                + ": "
                                + "got number %d before %s".formatted(flow.last[at], tag));
            }
            flow.last[at] = tag.serial();
            int expected = flow.keyed ? tag.ownKey() : tag.key();
            if (keyCode(key) != expected) {
                violation(flow.where() + ": key %s with %s".formatted(key, tag));
            }
        }
        checkHome(taker, instance, keyCode(key));
        return tag;
    }

    /** Sees that all items of a key come to one instance. */
    private void checkHome(Tally taker, int instance, int key) {
        if (key != 0) {
            if (taker.homes[key] == 0) {
                taker.homes[key] = instance + 1;
            } else if (taker.homes[key] != instance + 1) {
                violation(
                        "key %d came to another instance of %s"
                                .formatted(key - 1, taker.role.name()));
            }
        }
    }

    /** Notes that an item fails on its way to a component. */
    void badKey(Tally taker, Tag tag, boolean plain) {
        taker.badKeys++;
        failing(taker.role);
        List<Flow> by =
                flows.stream()
                        .filter(f -> f.to.number() == taker.role.number())
                        .filter(
                                f ->
                                        plain
                                                ? f.from.number() == tag.component()
                                                        && f.port == tag.port()
                                                : f.port == Tag.FAILED)
                        .toList();
        if (by.size() == 1 && !by.getFirst().drops) {
            by.getFirst().badKeys++;
        } else {
            by.forEach(f -> f.blurred = true);
        }
    }

    /** Notes that an item fails, which may be the end of its component. */
    void failing(Role role) {
        if (role.policy() == OnError.STOP) {
            tallies.get(role.number()).mayCrash = true;
        }
    }

    boolean mayFail() {
        return tallies.stream().anyMatch(t -> t.crashed || t.mayCrash);
    }

    static int keyCode(@Nullable Object key) {
        return key == null ? 0 : ((Long) key).intValue() + 1;
    }

    // ---- at the end

    /** Checks a run that has ended, however it ended. */
    void checkEnd(Graph graph, Run.Outcome outcome) {
        check();
        for (Tally tally : tallies) {
            int instances = graph.components().get(tally.role.number()).options().parallelism();
            if (tally.cleanups != tally.setups || tally.setups > instances) {
                throw new AssertionError(
                        "%s: %d set-ups, %d clean-ups"
                                .formatted(tally.role.name(), tally.setups, tally.cleanups));
            }
        }
        if (outcome instanceof Run.Outcome.Failed failed) {
            if (tallies.stream()
                    .noneMatch(
                            t ->
                                    (t.crashed || t.mayCrash)
                                            && t.role.name().equals(failed.component()))) {
                throw new AssertionError("not to be expected: " + failed, failed.cause());
            }
        } else if (tallies.stream().anyMatch(t -> t.crashed)) {
            throw new AssertionError("a component failed, but the run did not");
        }
    }
}

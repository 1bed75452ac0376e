package io.millrace.testkit;

import io.millrace.engine.Run;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;

import java.util.List;

/**
 * Checks that in a finished run all that was sent came where it belongs, and that the counters say
 * what the components saw.
 */
final class Balance {

    private final Graph graph;
    private final Ledger ledger;
    private final Simulation.Result result;

    Balance(Graph graph, Ledger ledger, Simulation.Result result) {
        this.graph = graph;
        this.ledger = ledger;
        this.result = result;
    }

    void check() {
        for (int i = 0; i < ledger.tallies.size(); i++) {
            check(ledger.tallies.get(i), graph.components().get(i), result.components().get(i));
        }
    }

    private void check(Ledger.Tally tally, ComponentSpec spec, Run.ComponentStatus status) {
        String name = spec.name();
        List<Ledger.Flow> in =
                ledger.flows.stream().filter(f -> f.to.number() == tally.role.number()).toList();
        List<Ledger.Flow> out =
                ledger.flows.stream().filter(f -> f.from.number() == tally.role.number()).toList();
        long badConditions = out.stream().mapToLong(f -> f.badConditions).sum();
        if (hasTakenAll(tally) && in.stream().noneMatch(f -> f.drops && f.blurred)) {
            same(name + " in", tally.in + tally.badKeys, status.itemsIn());
            same(name + " errors", tally.failed + tally.badKeys + badConditions, status.errors());
        }
        same(name + " out", tally.sent[0] + tally.sent[1], status.itemsOut());
        same(
                name + " filtered",
                out.stream().mapToLong(f -> f.filtered).sum(),
                dropped(status, "filtered"));
        same(
                name + " letters",
                result.deadLetters().getOrDefault(name, List.of()).size(),
                status.deadLetters());

        long unbound = 0;
        long arrived = 0;
        long expected = 0;
        boolean allTaken = true;
        for (int port = 0; port < Tag.PORTS; port++) {
            int p = port;
            List<Ledger.Flow> flows = out.stream().filter(f -> f.port == p).toList();
            long sent = p == Tag.FAILED ? errorItems(spec, status, flows) : tally.sent[p];
            if (flows.isEmpty()) {
                unbound += p == Tag.FAILED ? 0 : sent;
            } else {
                boolean all = isBroadcast(tally.role);
                expected += all ? sent * flows.size() : sent;
                arrived += flows.stream().mapToLong(Ledger.Flow::accounted).sum();
                allTaken &= flows.stream().allMatch(f -> hasTakenAll(f.to) && !f.blurred);
                for (Ledger.Flow flow : flows) {
                    if (all && !flow.drops && !flow.blurred && hasTakenAll(flow.to)) {
                        same(flow.where() + " carried", sent, flow.accounted());
                    }
                }
            }
        }
        same(name + " unbound", unbound, dropped(status, "unbound"));
        if (allTaken) {
            same(name + " arrived", expected, arrived + dropped(status, "when_full"));
            same(name + " kept", 0, hasTakenAll(tally) ? tally.kept : 0);
        }
        checkAfterEnd(name, in, status);
    }

    /** Sees that what was sent to a component was taken by it, or came after its end. */
    private void checkAfterEnd(String name, List<Ledger.Flow> in, Run.ComponentStatus status) {
        if (in.stream().allMatch(f -> f.port != Tag.FAILED && !f.drops && isBroadcast(f.from))) {
            long came =
                    in.stream()
                            .mapToLong(
                                    f ->
                                            ledger.tallies.get(f.from.number()).sent[f.port]
                                                    - f.filtered
                                                    - f.badConditions)
                            .sum();
            same(name + " after end", came - status.itemsIn(), dropped(status, "after_end"));
        }
    }

    private boolean isBroadcast(Role role) {
        return graph.components().get(role.number()).options().distribute()
                == ComponentSpec.Distribution.BROADCAST;
    }

    /** Returns how many error items left a component, and checks where the others went. */
    private long errorItems(
            ComponentSpec spec, Run.ComponentStatus status, List<Ledger.Flow> flows) {
        long errors = status.errors();
        long elsewhere = status.deadLetters() + dropped(status, "skipped");
        boolean open = flows.stream().allMatch(f -> hasTakenAll(f.to)) && !flows.isEmpty();
        if (spec.options().onError() == ComponentSpec.OnError.ERROR_STREAM && !flows.isEmpty()) {
            if (open && flows.stream().allMatch(f -> f.badConditions == 0)) {
                same(spec.name() + " dead letters", 0, elsewhere);
            }
        } else {
            same(spec.name() + " dead letters or skipped", errors, elsewhere);
        }
        return errors - elsewhere;
    }

    private boolean hasTakenAll(Ledger.Tally tally) {
        int instances = graph.components().get(tally.role.number()).options().parallelism();
        return tally.role.isSource() || tally.normalEnds == instances;
    }

    private boolean hasTakenAll(Role role) {
        return hasTakenAll(ledger.tallies.get(role.number()));
    }

    private static long dropped(Run.ComponentStatus status, String reason) {
        return status.dropped().getOrDefault(reason, 0L);
    }

    private static void same(String what, long expected, long actual) {
        if (expected != actual) {
            throw new AssertionError("%s: %d, not %d".formatted(what, actual, expected));
        }
    }
}

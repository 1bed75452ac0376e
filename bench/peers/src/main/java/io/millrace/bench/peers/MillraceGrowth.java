package io.millrace.bench.peers;

import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import java.util.ArrayList;
import java.util.List;

/** Runs of Millrace with more and more components. */
final class MillraceGrowth {

    private MillraceGrowth() {}

    /** Passes on what it takes. */
    static final class Pass implements Handler<Reading> {
        @Override
        public void onItem(Reading item, Output out) throws Exception {
            out.send(item);
        }
    }

    /** Counts and sums for itself. */
    @Ports(outputs = {})
    static final class Tally implements Handler<Reading> {
        private long count;
        private long sum;

        @Override
        public void onItem(Reading item, Output out) {
            count++;
            sum += item.digest();
        }
    }

    /** So many handlers between a source and a sink; one works, the others pass on. */
    static Pipeline row(int handlers) {
        return (items, arrivals) -> {
            GraphBuilder graph =
                    Graph.builder("row")
                            .component("source", () -> new Millrace.Readings(0, items))
                            .component("work", Millrace.Work::new)
                            .component("sink", () -> new Millrace.Arrive(arrivals));
            StringBuilder chain = new StringBuilder("source -> work");
            for (int i = 1; i < handlers; i++) {
                graph.component("pass" + i, Pass::new);
                chain.append(" -> pass").append(i);
            }
            Millrace.finish(graph.bind(chain + " -> sink"));
        };
    }

    /** So many chains of source, handler and sink in one run, among which the items are divided. */
    static Pipeline sideBySide(int chains) {
        return (items, arrivals) -> {
            GraphBuilder graph = Graph.builder("side-by-side");
            List<Tally> tallies = new ArrayList<>();
            for (int i = 0; i < chains; i++) {
                long from = items * i / chains;
                long to = items * (i + 1) / chains;
                Tally tally = new Tally();
                tallies.add(tally);
                graph.component("source" + i, () -> new Millrace.Readings(from, to))
                        .component("work" + i, Millrace.Work::new)
                        .component("sink" + i, () -> tally)
                        .bind("source%d -> work%d -> sink%d".formatted(i, i, i));
            }
            Millrace.finish(graph);
            tallies.forEach(tally -> arrivals.accept(tally.count, tally.sum));
        };
    }
}

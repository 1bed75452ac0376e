package io.millrace.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * The main class of a fresh process: measures one peer of one workload that runs within Java, and
 * prints a line for each figure.
 */
final class Single {

    /** How long a run is to take, and the warm-up before, in seconds. */
    private static final double RUN = Double.parseDouble(System.getProperty("seconds", "1"));

    private static final double WARM_UP = 2 * RUN;
    private static final int FEWEST_RUNS = 3;

    private final Pipeline pipeline;
    private final LongFunction<Arrivals> arrivals;

    private Single(Pipeline pipeline, LongFunction<Arrivals> arrivals) {
        this.pipeline = pipeline;
        this.arrivals = arrivals;
    }

    /**
     * Starts.
     *
     * @param args the workload, the peer
     */
    public static void main(String[] args) throws Exception {
        String workload = args[0];
        Peers.Peer peer = Objects.requireNonNull(Peers.of(workload).get(args[1]));
        Single single = new Single(peer.pipeline().call(), Peers.arrivals(workload));
        if (Feed.IS_PACED) {
            single.latency();
        } else {
            single.throughput(peer);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0); // frameworks leave threads behind
    }

    /** Runs longer and longer until warm, then measures runs of one size. */
    private void throughput(Peers.Peer peer) throws Exception {
        long fixed = RUN < 0.1 ? peer.items() / 100 : peer.items();
        long items = fixed > 0 ? fixed : 20_000;
        double rate = 0;
        for (double warm = 0; warm < WARM_UP; ) {
            double seconds = run(items).await().seconds();
            warm += seconds;
            rate = items / seconds;
            if (fixed == 0) {
                items = (long) Math.clamp(rate * RUN / 2, (double) items, 10.0 * items);
            }
        }
        items = fixed > 0 ? fixed : (long) (rate * RUN);
        List<Double> seconds = new ArrayList<>();
        double total = 0;
        double cpu = 0;
        Map<String, List<Double>> noted = new TreeMap<>();
        while (seconds.size() < FEWEST_RUNS || total < RUN) {
            Arrivals arriving = run(items);
            Arrivals.Cost cost = arriving.await();
            arriving.noted()
                    .forEach((k, v) -> noted.computeIfAbsent(k, _ -> new ArrayList<>()).add(v));
            seconds.add(cost.seconds());
            total += cost.seconds();
            cpu += cost.cpuSeconds();
        }
        print("M items/s", items / 1e6 / Table.median(seconds));
        print("ns/item", Table.median(seconds) * 1e9 / items / peer.parts());
        print("cpu ns/item", cpu * 1e9 / seconds.size() / items / peer.parts());
        noted.forEach((figure, values) -> print(figure, Table.median(values)));
    }

    private void latency() throws Exception {
        long items = (long) (RUN * 20_000);
        run(items).await();
        Arrivals arrivals = run(2 * items);
        Arrivals.Cost cost = arrivals.await();
        for (double percentile : new double[] {50, 99, 99.9}) {
            String name = "p" + (percentile % 1 == 0 ? "" + (int) percentile : "" + percentile);
            print(name + " since due", arrivals.sinceDue.getValueAtPercentile(percentile) * 1e-3);
            print(name + " since sent", arrivals.sinceSent.getValueAtPercentile(percentile) * 1e-3);
        }
        print("items/s", 2 * items / cost.seconds());
        print("cpu ns/item", cost.cpuSeconds() * 1e9 / (2 * items));
        arrivals.noted().forEach(Single::print);
    }

    private Arrivals run(long items) throws Exception {
        Arrivals arriving = arrivals.apply(items);
        arriving.begin();
        pipeline.run(items, arriving);
        return arriving;
    }

    private static void print(String figure, double value) {
        System.out.printf(Locale.ROOT, "%s\t%.6g%n", figure, value);
    }
}

package io.millrace.bench.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Who takes part in the workloads that run within Java; each is measured by {@link Single}. */
final class Peers {

    /** How Java is started, for all alike. */
    private static final List<String> JAVA =
            List.of(
                    "-Xms2g",
                    "-Xmx2g",
                    "-XX:+UseParallelGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-opens=java.management/sun.management=ALL-UNNAMED",
                    "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private static final String WITHOUT_ESCAPE_ANALYSIS = "-XX:-DoEscapeAnalysis";
    private static final String TEN_THOUSAND_A_SECOND = "-Dfeed.period=100000";

    /** How many calls of a handler a run makes, however many handlers it has. */
    private static final long CALLS = 100_000_000;

    /**
     * One of them.
     *
     * @param pipeline makes what it runs
     * @param items how many items a run has; 0 for as many as take a while
     * @param parts among how many components the cost of an item is divided
     * @param options more options for Java
     */
    record Peer(Callable<Pipeline> pipeline, long items, int parts, List<String> options) {

        static Peer of(Callable<Pipeline> pipeline, String... options) {
            return new Peer(pipeline, 0, 1, List.of(options));
        }

        Peer with(long fixedItems) {
            return new Peer(pipeline, fixedItems, parts, options);
        }
    }

    private Peers() {}

    /** Returns the peers of a workload by their names. */
    static Map<String, Peer> of(String workload) {
        Map<String, Peer> peers = new LinkedHashMap<>();
        switch (workload) {
            case "chain" -> {
                peers.put("Millrace", Peer.of(Millrace::chainAmongOthers));
                peers.put("Millrace, alone in its process", Peer.of(Millrace::chain));
                peers.put("loop by hand", Peer.of(() -> HandLoop::chain));
                peers.put(
                        "loop by hand, allocating",
                        Peer.of(() -> HandLoop::chain, WITHOUT_ESCAPE_ANALYSIS));
                peers.put("RxJava", Peer.of(Reactive::rxJavaChain));
                peers.put("Reactor", Peer.of(Reactive::reactorChain));
                peers.put("Flink", Peer.of(Flink::chain));
            }
            case "hops" -> {
                peers.put("Millrace", Peer.of(Millrace::hops));
                peers.put("JCTools queues by hand", Peer.of(() -> Queues.ofJcTools().hops()));
                peers.put(
                        "ArrayBlockingQueue, virtual threads",
                        Peer.of(() -> Queues.ofJdk().hops()));
                peers.put("Reactor", Peer.of(Reactive::reactorHops));
                peers.put("RxJava", Peer.of(Reactive::rxJavaHops));
                peers.put("Jet", Peer.of(Jet::hops));
                peers.put("Flink", Peer.of(Flink::hops));
            }
            case "fan" -> {
                peers.put("Millrace", Peer.of(Millrace::fan));
                peers.put("JCTools queues by hand", Peer.of(() -> Queues.ofJcTools().fan()));
                peers.put(
                        "ArrayBlockingQueue, virtual threads", Peer.of(() -> Queues.ofJdk().fan()));
                peers.put("Reactor", Peer.of(Reactive::reactorFan));
                peers.put("RxJava", Peer.of(Reactive::rxJavaFan));
                peers.put("Jet", Peer.of(Jet::fan));
                peers.put("Flink", Peer.of(Flink::fan));
            }
            case "windows-1k", "windows-1m" -> {
                long keys = workload.equals("windows-1k") ? 1_000 : 1_000_000;
                peers.put("Millrace", Peer.of(() -> Windows.ofRecords(keys)));
                peers.put("Millrace, JSON documents", Peer.of(() -> Windows.ofJson(keys)));
                peers.put("Flink", Peer.of(() -> Flink.windows(keys)));
                peers.put("Jet", Peer.of(() -> Jet.windows(keys)));
            }
            case "epochs-chain" -> epochs(peers, Epochs::chain);
            case "epochs-windows" -> epochs(peers, Epochs::windows);
            case "epochs-state" -> epochs(peers, Epochs::state);
            case "epochs-latency" -> epochs(peers, Epochs::hops, TEN_THOUSAND_A_SECOND);
            case "latency" -> {
                peers.put("Millrace", Peer.of(Millrace::hops, TEN_THOUSAND_A_SECOND));
                peers.put(
                        "ArrayBlockingQueue, virtual threads",
                        Peer.of(() -> Queues.ofJdk().hops(), TEN_THOUSAND_A_SECOND));
                peers.put("Reactor", Peer.of(Reactive::reactorHops, TEN_THOUSAND_A_SECOND));
            }
            case "items" -> {
                for (long items : new long[] {1_000_000, 10_000_000, 100_000_000}) {
                    peers.put("fused, " + number(items), Peer.of(Millrace::chain).with(items));
                }
                for (long items : new long[] {1_000_000, 10_000_000, 100_000_000}) {
                    peers.put("buffered, " + number(items), Peer.of(Millrace::hops).with(items));
                }
            }
            case "components" -> {
                for (int many : new int[] {1, 10, 100, 1000}) {
                    peers.put(
                            "in a row, " + number(many),
                            new Peer(
                                    () -> MillraceGrowth.row(many), CALLS / many, many, List.of()));
                }
                for (int many : new int[] {1, 10, 100, 1000}) {
                    peers.put(
                            "side by side, " + number(many),
                            Peer.of(() -> MillraceGrowth.sideBySide(many)).with(CALLS));
                }
            }
            default -> throw new IllegalArgumentException("no workload " + workload);
        }
        return peers;
    }

    private static void epochs(
            Map<String, Peer> peers, Function<Epochs, Pipeline> pipeline, String... options) {
        Epochs.INTERVALS.forEach(
                (name, interval) ->
                        peers.put(
                                name,
                                Peer.of(() -> pipeline.apply(new Epochs(interval)), options)));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns what makes the sink of a workload, from the number of items. */
    static LongFunction<Arrivals> arrivals(String workload) {
        boolean whole = workload.equals("fan") || workload.equals("components");
        return workload.startsWith("windows") || workload.equals("epochs-windows")
                ? Arrivals::ofCounts
                : items -> Arrivals.of(items, whole);
    }

    /** Returns how to measure each peer of a workload. */
    static Map<String, Trial> trials(String workload, double seconds) {
        Map<String, Trial> trials = new LinkedHashMap<>();
        of(workload)
                .forEach(
                        (name, peer) ->
                                trials.put(
                                        name,
                                        () ->
                                                Child.java(
                                                                Single.class,
                                                                List.of(),
                                                                options(peer, seconds),
                                                                workload,
                                                                name)
                                                        .figures()));
        return trials;
    }

    private static List<String> options(Peer peer, double seconds) {
        var options = new ArrayList<>(JAVA);
        options.addAll(peer.options());
        options.add("-Dseconds=" + seconds);
        return options;
    }
}

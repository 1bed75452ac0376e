package io.millrace.bench.peers;

import static io.millrace.bench.peers.Table.Show.MEDIAN;
import static io.millrace.bench.peers.Table.Show.RANGE;
import static io.millrace.bench.peers.Table.Show.RATIO;

import io.millrace.bench.peers.Table.Column;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Millrace and its peers do. */
enum Workload {
    CHAIN("source, map, filter, map, sink in one thread"),
    HOPS("the same with a thread each, four streams between"),
    FAN("source, eight workers, sink"),
    WINDOWS_1K("counts of 1,000 keys in windows of event time, a checkpoint each second"),
    WINDOWS_1M("the same of 1,000,000 keys"),
    LATENCY("10,000 items a second over four streams"),
    NDJSON("JSON lines, filter, projection, JSON lines; whole processes"),
    START("from the command to the first item out"),

    EPOCHS_CHAIN("chain with checkpoints, of where the source is"),
    EPOCHS_STATE("the same with a state of 1 MB, all of it new at each checkpoint"),
    EPOCHS_WINDOWS("counts of 1,000 keys in windows of event time, with checkpoints"),
    EPOCHS_LATENCY("10,000 items a second over four streams, with checkpoints"),
    RECOVERY("from the start of the engine, and of its process, to the first item"),

    ITEMS("how the chain grows with its items"),
    COMPONENTS("how a run grows with its components, per item and component"),
    LINES("how NDJSON grows with the length of a line");

    private static final List<Column> THROUGHPUT =
            List.of(
                    new Column("M items/s", "M items/s", MEDIAN, 1),
                    new Column("min to max", "M items/s", RANGE, 1),
                    new Column("beside the first", "M items/s", RATIO, 2),
                    new Column("CPU ns/item", "cpu ns/item", MEDIAN, 1),
                    new Column("min to max", "cpu ns/item", RANGE, 1),
                    new Column("beside the first", "cpu ns/item", RATIO, 2));

    private static final List<Column> LATENESS =
            List.of(
                    new Column("p50 µs", "p50 since due", MEDIAN, 1),
                    new Column("min to max", "p50 since due", RANGE, 1),
                    new Column("p99 µs", "p99 since due", MEDIAN, 1),
                    new Column("min to max", "p99 since due", RANGE, 1),
                    new Column("p99.9 µs", "p99.9 since due", MEDIAN, 0),
                    new Column("since sent: p50", "p50 since sent", MEDIAN, 1),
                    new Column("p99", "p99 since sent", MEDIAN, 1),
                    new Column("p99.9", "p99.9 since sent", MEDIAN, 0),
                    new Column("items/s", "items/s", MEDIAN, 0),
                    new Column("CPU ns/item", "cpu ns/item", MEDIAN, 0));

    private static final List<Column> EPOCHS =
            List.of(
                    new Column("M items/s", "M items/s", MEDIAN, 1),
                    new Column("min to max", "M items/s", RANGE, 1),
                    new Column("beside the first", "M items/s", RATIO, 2),
                    new Column("CPU ns/item", "cpu ns/item", MEDIAN, 1),
                    new Column("beside the first", "cpu ns/item", RATIO, 2),
                    new Column("longest gap ms", "longest gap ms", MEDIAN, 1),
                    new Column("commits", "commits", MEDIAN, 0),
                    new Column("p50 ms", "commit p50 ms", MEDIAN, 1),
                    new Column("p99 ms", "commit p99 ms", MEDIAN, 1));

    private static final List<Column> EPOCH_LATENESS =
            List.of(
                    new Column("p50 µs", "p50 since due", MEDIAN, 1),
                    new Column("min to max", "p50 since due", RANGE, 1),
                    new Column("p99 µs", "p99 since due", MEDIAN, 1),
                    new Column("min to max", "p99 since due", RANGE, 1),
                    new Column("beside the first", "p99 since due", RATIO, 2),
                    new Column("since sent: p50", "p50 since sent", MEDIAN, 1),
                    new Column("p99", "p99 since sent", MEDIAN, 1),
                    new Column("min to max", "p99 since sent", RANGE, 1),
                    new Column("beside the first", "p99 since sent", RATIO, 2),
                    new Column("CPU ns/item", "cpu ns/item", MEDIAN, 0),
                    new Column("commits", "commits", MEDIAN, 0),
                    new Column("p50 ms", "commit p50 ms", MEDIAN, 1),
                    new Column("p99 ms", "commit p99 ms", MEDIAN, 1));

    private static final List<Column> RECOVERIES =
            List.of(
                    new Column("MB of files", "file MB", MEDIAN, 0),
                    new Column("ms", "ms", MEDIAN, 0),
                    new Column("min to max", "ms", RANGE, 0),
                    new Column("ms with the start of Java", "ms with start", MEDIAN, 0),
                    new Column("CPU s", "cpu s", MEDIAN, 2));

    private static final List<Column> FILES =
            List.of(
                    new Column("MB/s", "MB/s", MEDIAN, 0),
                    new Column("min to max", "MB/s", RANGE, 0),
                    new Column("beside the first", "MB/s", RATIO, 2),
                    new Column("CPU s", "cpu s", MEDIAN, 2),
                    new Column("CPU ns/byte", "cpu ns/byte", MEDIAN, 2),
                    new Column("peak MB", "peak MB", MEDIAN, 0));

    private static final List<Column> STARTS =
            List.of(
                    new Column("ms", "ms", MEDIAN, 0),
                    new Column("min to max", "ms", RANGE, 0),
                    new Column("beside the first", "ms", RATIO, 2));

    private static final List<Column> GROWTH =
            List.of(
                    new Column("ns/item", "ns/item", MEDIAN, 1),
                    new Column("min to max", "ns/item", RANGE, 1),
                    new Column("CPU ns/item", "cpu ns/item", MEDIAN, 1),
                    new Column("min to max", "cpu ns/item", RANGE, 1));

    private final String description;

    Workload(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** Returns what its table shows. */
    List<Column> columns() {
        return switch (this) {
            case CHAIN, HOPS, FAN, WINDOWS_1K, WINDOWS_1M -> THROUGHPUT;
            case LATENCY -> LATENESS;
            case EPOCHS_CHAIN, EPOCHS_STATE, EPOCHS_WINDOWS -> EPOCHS;
            case EPOCHS_LATENCY -> EPOCH_LATENESS;
            case RECOVERY -> RECOVERIES;
            case NDJSON, LINES -> FILES;
            case START -> STARTS;
            case ITEMS, COMPONENTS -> GROWTH;
        };
    }

    /** Returns how to measure its peers, by their names. */
    Map<String, Trial> trials(boolean smoke) throws IOException {
        return switch (this) {
            case CHAIN, HOPS, FAN, LATENCY, ITEMS, COMPONENTS ->
                    Peers.trials(key(), smoke ? 0.05 : 1);
            case WINDOWS_1K,
                    WINDOWS_1M,
                    EPOCHS_CHAIN,
                    EPOCHS_STATE,
                    EPOCHS_WINDOWS,
                    EPOCHS_LATENCY ->
                    Peers.trials(key(), smoke ? 0.05 : 3);
            case RECOVERY -> RecoveryWork.trials(smoke);
            case NDJSON -> new NdjsonWork(smoke ? 1_000_000 : 500_000_000).peers();
            case LINES -> new NdjsonWork(smoke ? 2_000_000 : 250_000_000).lengths();
            case START -> new StartWork().trials();
        };
    }

    /** Returns whether it is about how cost grows, and not about peers. */
    boolean isGrowth() {
        return compareTo(ITEMS) >= 0;
    }

    /** Returns whether a key is its own, or that of a family to which it belongs. */
    boolean isCalled(String key) {
        return key().equals(key) || key().startsWith(key + "-");
    }

    /** Returns its name on the command line. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

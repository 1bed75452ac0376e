package io.millrace.bench.peers;

import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The main class behind {@code bench/compare}: measures each peer of each workload in a process of
 * its own, in turn, round by round, and prints a table for each workload.
 */
final class Compare {

    private final Options options;
    private final Map<Workload, Table> tables = new EnumMap<>(Workload.class);
    private final List<Turn> turns = new ArrayList<>();
    private final List<Double> loads = new ArrayList<>();
    private boolean failed;

    private record Turn(Workload workload, Table table, String peer, Trial trial) {}

    private Compare(Options options) throws IOException {
        this.options = options;
        for (Workload workload : options.workloads()) {
            Table table = new Table(workload.columns());
            tables.put(workload, table);
            workload.trials(options.smoke())
                    .forEach(
                            (peer, trial) -> {
                                if (peer.toLowerCase(Locale.ROOT).startsWith(options.peer())) {
                                    turns.add(new Turn(workload, table, peer, trial));
                                }
                            });
        }
    }

    /** Starts. Exits with 1 if a peer failed, with 2 if the command line is wrong. */
    public static void main(String[] args) throws IOException {
        Options options;
        try {
            options = Options.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println("compare: " + e.getMessage() + "; try --help");
            System.exit(2);
            return;
        }
        Files.createDirectories(Workspace.file(""));
        Compare compare = new Compare(options);
        compare.measure();
        compare.print();
        System.exit(compare.failed ? 1 : 0);
    }

    private void measure() throws IOException {
        try (BufferedWriter rows = Files.newBufferedWriter(Workspace.file("rows.tsv"))) {
            rows.write("round\tload\tworkload\tpeer\tfigure\tvalue\n");
            for (int round = 1; round <= options.rounds(); round++) {
                for (int i = 0; i < turns.size(); i++) {
                    Turn turn = turns.get(i);
                    System.err.printf(
                            "[%d/%d] %s: %s … ",
                            (round - 1) * turns.size() + i + 1,
                            options.rounds() * turns.size(),
                            turn.workload().key(),
                            turn.peer());
                    measure(round, turn, rows);
                    rows.flush();
                }
            }
        }
    }

    private void measure(int round, Turn turn, BufferedWriter rows) throws IOException {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        loads.add(load);
        try {
            Map<String, Double> figures = new TreeMap<>(turn.trial().run());
            turn.table().add(turn.peer(), figures);
            for (var figure : figures.entrySet()) {
                rows.write(
                        "%d\t%.2f\t%s\t%s\t%s\t%.6g%n"
                                .formatted(
                                        round,
                                        load,
                                        turn.workload().key(),
                                        turn.peer(),
                                        figure.getKey(),
                                        figure.getValue()));
            }
            String shown = turn.workload().columns().getFirst().figure();
            System.err.printf("%.4g %s%n", figures.get(shown), shown);
        } catch (MissingPeer e) {
            turn.table().add(turn.peer(), String.valueOf(e.getMessage()));
            System.err.println(e.getMessage());
        } catch (Exception e) {
            failed = true;
            turn.table().add(turn.peer(), "failed: " + e.getMessage());
            System.err.println("failed: " + e);
        }
    }

    private void print() {
        System.out.printf(
                "%s, %d cores, JDK %s, %d round(s), load average %.1f to %.1f.%n",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                options.rounds(),
                loads.stream().min(Double::compare).orElse(0.0),
                loads.stream().max(Double::compare).orElse(0.0));
        tables.forEach(
                (workload, table) ->
                        System.out.printf(
                                "%n**%s**: %s.%n%n%s",
                                workload.key(), workload.description(), table.markdown()));
    }
}

package io.millrace.bench.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a workload, peer by peer, as a Markdown table. */
final class Table {

    /** How the figures of several rounds are shown. */
    enum Show {
        MEDIAN,
        RANGE,
        /** The median divided by that of the first row. */
        RATIO
    }

    /**
     * A column.
     *
     * @param title stands above it
     * @param figure the name of what it shows
     * @param show how
     * @param digits behind the point
     */
    record Column(String title, String figure, Show show, int digits) {}

    private final List<Column> columns;
    private final Map<String, List<Map<String, Double>>> rounds = new LinkedHashMap<>();
    private final Map<String, String> problems = new LinkedHashMap<>();

    Table(List<Column> columns) {
        this.columns = columns;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** Adds what one round gave. */
    void add(String peer, Map<String, Double> figures) {
        rounds.computeIfAbsent(peer, _ -> new ArrayList<>()).add(figures);
    }

    /** Says why a peer has no figures. */
    void add(String peer, String problem) {
        rounds.computeIfAbsent(peer, _ -> new ArrayList<>());
        problems.put(peer, problem);
    }

    /** Returns the table. */
    String markdown() {
        StringBuilder text = new StringBuilder("| |");
        columns.forEach(column -> text.append(' ').append(column.title()).append(" |"));
        text.append("\n|---|").append("--:|".repeat(columns.size())).append('\n');
        rounds.forEach(
                (peer, _) -> {
                    text.append("| ").append(peer).append(" |");
                    columns.forEach(c -> text.append(' ').append(cell(peer, c)).append(" |"));
                    String problem = problems.get(peer);
                    text.append(problem == null ? "\n" : " " + problem + " |\n");
                });
        return text.toString();
    }

    private String cell(String peer, Column column) {
        List<Double> values = values(peer, column);
        if (values.isEmpty()) {
            return "–";
        }
        return switch (column.show()) {
            case MEDIAN -> number(median(values), column);
            case RANGE ->
                    number(values.stream().min(Double::compare).orElseThrow(), column)
                            + " to "
                            + number(values.stream().max(Double::compare).orElseThrow(), column);
            case RATIO -> {
                List<Double> first = values(rounds.keySet().iterator().next(), column);
                yield first.isEmpty() ? "–" : number(median(values) / median(first), column);
            }
        };
    }

    private List<Double> values(String peer, Column column) {
        return rounds.getOrDefault(peer, List.of()).stream()
                .filter(figures -> figures.containsKey(column.figure()))
                .map(figures -> figures.get(column.figure()))
                .toList();
    }

    private static String number(double value, Column column) {
        return String.format(Locale.ROOT, "%,." + column.digits() + "f", value);
    }
}

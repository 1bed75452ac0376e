package io.millrace.seed;

import io.millrace.seed.SeedTable.Row;
import io.millrace.seed.SeedTable.Section;
import io.millrace.seed.SeedTests.SeedTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * docs/seed.md: the rows of docs/seed.txt, each with the tests that show it.
 *
 * @param table the rows
 * @param tests the tests of all modules that show any
 */
record SeedPage(SeedTable table, List<SeedTest> tests) {

    /** The project's folder. */
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    static final Path PAGE = HOME.resolve("docs/seed.md");

    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");
    private static final String HEAD =
            """
            # The seed, row by row

            Millrace comes from a document, "Stream-Based Component Implementation Patterns", which shows a component framework
            by its patterns. Each of its statements is a row here: what it says, what it is in Millrace, and the tests that show
            it. [patterns.md](patterns.md) has the patterns themselves, in the document's order.

            This page is made of [seed.txt](seed.txt) and of the tests: a test shows the rows that its display name begins with.
            `mvn verify` fails if a row has no test, if a test of this page did not pass, or if this page is not fresh
            ([CONTRIBUTING.md](../CONTRIBUTING.md) says how it is written anew). *Pending* is what cannot be shown yet, and why.
            """;

    static SeedPage read() throws IOException {
        return read("docs/seed.txt", SeedTests.find(HOME, modules()), id -> !id.startsWith("F"));
    }

    /** Reads the rows of a table, with those of the tests that show rows of its kind. */
    static SeedPage read(String table, List<SeedTest> tests, Predicate<String> isOfIts)
            throws IOException {
        return new SeedPage(
                SeedTable.read(HOME.resolve(table)),
                tests.stream().map(t -> t.of(isOfIts)).filter(t -> !t.ids().isEmpty()).toList());
    }

    /** Returns the folders of the modules, in the order in which they are built. */
    static List<String> modules() throws IOException {
        String pom = Files.readString(HOME.resolve("pom.xml"));
        String always = pom.substring(0, pom.indexOf("</modules>"));
        return MODULE.matcher(always).results().map(m -> m.group(1)).toList();
    }

    Map<String, List<SeedTest>> byRow() {
        var byRow = new LinkedHashMap<String, List<SeedTest>>();
        tests.forEach(
                t ->
                        t.ids()
                                .forEach(
                                        id ->
                                                byRow.computeIfAbsent(id, _ -> new ArrayList<>())
                                                        .add(t)));
        return byRow;
    }

    /** Returns the rows that no test shows, and the tests that show no row. */
    List<String> problems() {
        var shown = byRow();
        var rows = table.rows();
        Stream<String> bare =
                rows.values().stream()
                        .filter(
                                r ->
                                        r.isOwed()
                                                && r.pending().isEmpty()
                                                && !shown.containsKey(r.id()))
                        .map(r -> r.id() + " has no test: " + r.cells().getFirst());
        Stream<String> unknown =
                shown.entrySet().stream()
                        .filter(e -> !rows.containsKey(e.getKey()))
                        .map(e -> e.getKey() + " has no row: " + e.getValue());
        return Stream.concat(bare, unknown).toList();
    }

    String markdown() {
        var shown = byRow();
        var page = new StringBuilder(HEAD);
        for (Section section : table.sections()) {
            var rows =
                    section.rows().stream()
                            .filter(r -> r.isOwed() || shown.containsKey(r.id()))
                            .toList();
            if (rows.isEmpty()) {
                continue;
            }
            page.append("\n## ").append(section.title()).append("\n\n");
            page.append(
                    rows.getFirst().isTrap()
                            ? "| | The seed did | Here | Why | Shown by |\n|---|---|---|---|---|\n"
                            : "| | The seed | Here | Shown by |\n|---|---|---|---|\n");
            rows.forEach(r -> page.append(line(r, shown.getOrDefault(r.id(), List.of()))));
        }
        return page.toString();
    }

    static String line(Row row, List<SeedTest> tests) {
        Stream<String> pending = row.pending().map(p -> "*pending: " + p + "*").stream();
        String by =
                Stream.concat(tests.stream().map(SeedPage::link).distinct(), pending)
                        .collect(Collectors.joining("<br>"));
        return "| %s | %s | %s |\n".formatted(row.id(), String.join(" | ", row.cells()), by);
    }

    private static String link(SeedTest test) {
        return "[`%s`](../%s)".formatted(test.label(), test.file());
    }
}

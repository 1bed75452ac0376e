package io.millrace.seed;

import io.millrace.seed.SeedTable.Row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The table of faults in docs/guarantees.md: the rows of docs/faults.txt with their tests. */
final class FaultPage {

    static final Path PAGE = SeedPage.HOME.resolve("docs/guarantees.md");

    private static final String START = "<!-- faults -->\n";
    private static final String END = "<!-- end -->";

    private final SeedPage rows;

    private FaultPage(SeedPage rows) {
        this.rows = rows;
    }

    static FaultPage read() throws IOException {
        var tests = SeedTests.find(SeedPage.HOME, SeedPage.modules());
        return new FaultPage(SeedPage.read("docs/faults.txt", tests, id -> id.startsWith("F")));
    }

    /** Returns the faults that no test shows, and the tests that show none of them. */
    List<String> problems() {
        return rows.problems();
    }

    /** Returns the page with the table in its place. */
    String written() throws IOException {
        String page = Files.readString(PAGE);
        var shown = rows.byRow();
        var table = new StringBuilder("| | Fault | What holds | Shown by |\n|---|---|---|---|\n");
        for (Row row : rows.table().rows().values()) {
            table.append(SeedPage.line(row, shown.getOrDefault(row.id(), List.of())));
        }
        int start = page.indexOf(START) + START.length();
        return page.substring(0, start) + table + page.substring(page.indexOf(END, start));
    }
}

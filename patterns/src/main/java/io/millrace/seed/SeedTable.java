package io.millrace.seed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checked-in half of docs/seed.md: what the seed says in each row, and what it is here.
 *
 * @param sections the sections, in order
 */
record SeedTable(List<Section> sections) {

    private static final String PENDING = "pending: ";

    /** Some rows under one heading. */
    record Section(String title, List<Row> rows) {}

    /**
     * A row of the table.
     *
     * @param id such as M025 or T4; F1 is a fault, see {@link FaultPage}
     * @param cells what the seed says, what it is here, and of a trap, why
     * @param pending why no test shows it yet, or not all of it
     */
    record Row(String id, List<String> cells, Optional<String> pending) {
        boolean isTrap() {
            return id.startsWith("T");
        }

        /** Whether the row is promised; the others are there if a test shows them. */
        boolean isOwed() {
            return !id.startsWith("X");
        }
    }

    /** Returns the rows by their IDs. */
    Map<String, Row> rows() {
        var rows = new LinkedHashMap<String, Row>();
        sections.forEach(s -> s.rows().forEach(r -> rows.put(r.id(), r)));
        return rows;
    }

    static SeedTable read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    /**
     * Reads lines: {@code == Section}, {@code # comment}, or a row, whose cells are parted by |.
     */
    static SeedTable parse(List<String> lines) {
        var sections = new ArrayList<Section>();
        for (String line : lines) {
            if (line.startsWith("== ")) {
                sections.add(new Section(line.substring(3), new ArrayList<>()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                sections.getLast().rows().add(row(line));
            }
        }
        return new SeedTable(sections);
    }

    private static Row row(String line) {
        var cells = new ArrayList<>(List.of(line.split(" \\| ")));
        Optional<String> pending = Optional.empty();
        if (cells.getLast().startsWith(PENDING)) {
            pending = Optional.of(cells.removeLast().substring(PENDING.length()));
        }
        String id = cells.removeFirst();
        if (!id.matches("[FMTX]\\d+") || cells.size() != (id.startsWith("T") ? 3 : 2)) {
            throw new IllegalArgumentException("not a row: " + line);
        }
        return new Row(id, List.copyOf(cells), pending);
    }
}

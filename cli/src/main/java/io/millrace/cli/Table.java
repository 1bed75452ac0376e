package io.millrace.cli;

import java.util.ArrayList;
import java.util.List;

/** A table as plain text. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] right;

    /** Creates one with these columns; those whose name begins with {@code >} hold numbers. */
    Table(String... columns) {
        right = new boolean[columns.length];
        var names = new ArrayList<String>();
        for (int i = 0; i < columns.length; i++) {
            right[i] = columns[i].startsWith(">");
            names.add(right[i] ? columns[i].substring(1) : columns[i]);
        }
        rows.add(names);
    }

    void add(List<String> row) {
        rows.add(row);
    }

    String text() {
        var text = new StringBuilder();
        int[] widths = new int[right.length];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                int space = widths[i] - cell.length();
                line.append(i == 0 ? "" : "  ");
                line.repeat(' ', right[i] ? space : 0).append(cell);
                line.repeat(' ', right[i] ? 0 : space);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}

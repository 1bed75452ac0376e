package io.millrace.components.file;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes objects as the rows of a CSV text, so that {@link CsvReader} reads the same values again:
 * null is an empty value, a text that could be taken for anything else is in quotes, an object or
 * an array is its JSON text.
 */
final class CsvWriter implements ItemWriter {

    private static final byte QUOTE = '"';

    private final Options options;
    private final boolean[] separates = new boolean[256]; // bytes that only a quoted value may have
    private final ByteList row = new ByteList();
    private List<Document.Name> columns = List.of();
    private boolean begun;

    CsvWriter(Options options) {
        this.options = options;
        for (byte c : new byte[] {options.delimiter(), QUOTE, '\n', '\r'}) {
            separates[c] = true;
        }
        if (!options.columns().isEmpty()) {
            columns = options.columns().stream().map(Document::name).toList();
        }
    }

    @Override
    public void write(Document item, OutputStream out) throws IOException {
        if (item.kind() != Document.Kind.OBJECT) {
            throw new DocumentException("the item is no object, so it is no row of a CSV file", -1);
        }
        if (columns.isEmpty()) {
            columns = columnsOf(item);
        } else if (options.columns().isEmpty()) {
            check(item);
        }
        row.clear();
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                row.put(options.delimiter());
            }
            int slot = item.slot(columns.get(i));
            if (slot >= 0) {
                value(item, slot);
            }
        }
        if (row.size() == 0) {
            row.put(QUOTE); // not a blank line, which would be skipped
            row.put(QUOTE);
        }
        row.put((byte) '\n');
        header(out);
        out.write(row.array(), 0, row.size());
    }

    @Override
    public void end(OutputStream out) throws IOException {
        header(out);
    }

    @Override
    public Document state() {
        List<Document> names = columns.stream().map(name -> Document.of(name.text())).toList();
        return Document.object().put(BEGUN, begun).put("columns", Document.array(names)).build();
    }

    @Override
    public void restore(Document state) {
        begun = Place.field(state, BEGUN).asBoolean();
        if (options.columns().isEmpty()) {
            List<String> names = Place.texts(state.get("columns"));
            columns = names.stream().map(Document::name).toList();
        }
    }

    private static List<Document.Name> columnsOf(Document item) {
        if (item.size() == 0) {
            throw new DocumentException(
                    "the first item has no fields, so the columns of the CSV file are not known;"
                            + " name them with 'columns'",
                    -1);
        }
        return IntStream.range(0, item.size())
                .mapToObj(item::name)
                .distinct()
                .map(Document::name)
                .toList();
    }

    /** Refuses an item with a field that is no column, since it would be lost. */
    private void check(Document item) {
        int known = 0;
        for (Document.Name column : columns) {
            known += item.slot(column) >= 0 ? 1 : 0;
        }
        if (known == item.size()) {
            return;
        }
        var names = new HashSet<String>();
        columns.forEach(column -> names.add(column.text()));
        for (int i = 0; i < item.size(); i++) {
            if (!names.contains(item.name(i))) {
                throw new DocumentException(
                        "field '"
                                + item.name(i)
                                + "' is no column of the CSV file, whose columns are the fields of"
                                + " the first item; name all columns with 'columns'",
                        -1);
            }
        }
    }

    private void header(OutputStream out) throws IOException {
        if (begun || columns.isEmpty()) {
            return;
        }
        begun = true;
        if (!options.header()) {
            return;
        }
        var names = new ByteList();
        for (Document.Name column : columns) {
            if (names.size() > 0) {
                names.put(options.delimiter());
            }
            byte[] text = column.text().getBytes(StandardCharsets.UTF_8);
            put(names, text, mustQuote(text));
        }
        names.put((byte) '\n');
        out.write(names.array(), 0, names.size());
    }

    private void value(Document item, int slot) {
        @Nullable String text =
                switch (item.kind(slot)) {
                    case NULL -> null;
                    case STRING -> item.at(slot).asString();
                    default -> item.at(slot).toString();
                };
        if (text != null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            boolean string = item.kind(slot) == Document.Kind.STRING;
            put(row, bytes, mustQuote(bytes) || (string && couldBeOther(bytes)));
        }
    }

    private static boolean couldBeOther(byte[] text) {
        return text.length == 0 || CsvTypes.isLiteral(text, 0, text.length);
    }

    private boolean mustQuote(byte[] text) {
        for (byte c : text) {
            if (separates[c & 0xFF]) {
                return true;
            }
        }
        return text.length > 0 && (text[0] == ' ' || text[text.length - 1] == ' ');
    }

    private static void put(ByteList to, byte[] text, boolean quoted) {
        if (!quoted) {
            to.put(text);
            return;
        }
        to.put(QUOTE);
        for (byte c : text) {
            if (c == QUOTE) {
                to.put(QUOTE);
            }
            to.put(c);
        }
        to.put(QUOTE);
    }
}

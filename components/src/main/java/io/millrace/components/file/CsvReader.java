package io.millrace.components.file;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.EnvironmentException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a CSV text (RFC 4180), each an object with the columns of the header.
 *
 * <p>A value may be in quotes, with quotes doubled in it, and may then hold delimiters and line
 * breaks; a quote inside a value that does not begin with one stands for itself. Blank lines are
 * skipped. A row with another number of values than the header fails, and so does one with text
 * behind a closing quote.
 */
final class CsvReader implements ItemReader {

    private static final int LONGEST_HEADER = 1 << 20;

    private final Options options;
    private final String name;
    private final CsvRow row;
    private final ByteList json = new ByteList();
    private final LineReader lines;
    private List<String> names; // of the columns; empty until they are known
    private byte @Nullable [][] columns; // each as {"name": or ,"name":
    private long line;
    private long markedOffset;
    private long markedLine;
    private List<String> markedNames;

    CsvReader(LineReader lines, Options options, String name, Place place) {
        this.options = options;
        this.name = name;
        this.lines = lines;
        row = new CsvRow(lines, options.delimiter(), options.maxItemBytes());
        names = place.columns();
        markedOffset = place.offset();
        markedLine = place.line();
        markedNames = names;
        columns = names.isEmpty() ? null : keys(names);
    }

    /** Returns the columns that the header of a text names, as they are written; none if empty. */
    static List<String> columns(ByteInput bytes, byte delimiter) throws Exception {
        var row = new CsvRow(new LineReader(bytes, LONGEST_HEADER), delimiter, LONGEST_HEADER);
        var columns = new ArrayList<String>();
        if (row.read()) {
            for (int i = 0; i < row.size(); i++) {
                columns.add(Utf8.text(Arrays.copyOfRange(row.text(), row.from(i), row.to(i))));
            }
        }
        return columns;
    }

    @Override
    public void mark() {
        markedOffset = lines.offset();
        markedLine = lines.number();
        markedNames = names;
    }

    @Override
    public Place marked() {
        return new Place(markedOffset, markedLine, "", markedNames);
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public @Nullable Document next() throws Exception {
        if (columns == null && options.header()) {
            names = header();
            if (names.isEmpty()) {
                return null;
            }
            columns = keys(names);
        }
        if (!read()) {
            return null;
        }
        if (columns == null) {
            names = IntStream.rangeClosed(1, row.size()).mapToObj(i -> "c" + i).toList();
            columns = keys(names);
        }
        return object(columns);
    }

    private boolean read() throws Exception {
        try {
            return row.read();
        } finally {
            line = row.line();
        }
    }

    private Document object(byte[][] columns) throws MalformedItem {
        if (row.size() != columns.length) {
            throw new MalformedItem(
                    row.raw(),
                    new DocumentException(
                            "the row has "
                                    + row.size()
                                    + " values where there are "
                                    + columns.length
                                    + " columns",
                            -1));
        }
        json.clear();
        for (int i = 0; i < columns.length; i++) {
            json.put(columns[i]);
            value(i);
        }
        json.put((byte) '}');
        try {
            return Document.parse(json.copy());
        } catch (DocumentException e) {
            throw new MalformedItem(row.raw(), e);
        }
    }

    private void value(int i) {
        byte[] text = row.text();
        int from = row.from(i);
        int to = row.to(i);
        boolean typed = options.types() == CsvTypes.AUTO && !row.isQuoted(i);
        if (typed && from == to) {
            json.put(CsvTypes.NULL);
        } else if (typed && CsvTypes.isLiteral(text, from, to)) {
            json.put(text, from, to);
        } else {
            json.putString(text, from, to);
        }
    }

    /** Reads what the columns are; none if there is nothing to read. */
    private List<String> header() throws Exception {
        try {
            if (!read()) {
                return List.of();
            }
            var columns = new LinkedHashSet<String>();
            for (int i = 0; i < row.size(); i++) {
                String column = column(i);
                if (!columns.add(column)) {
                    throw badHeader("two columns are named '" + column + "'");
                }
            }
            return List.copyOf(columns);
        } catch (MalformedItem e) {
            throw badHeader(e.getMessage());
        }
    }

    private String column(int i) throws MalformedItem {
        String column = Utf8.text(Arrays.copyOfRange(row.text(), row.from(i), row.to(i)));
        return column.isEmpty() ? "c" + (i + 1) : column;
    }

    private EnvironmentException badHeader(@Nullable String reason) {
        return new EnvironmentException(
                name
                        + ":"
                        + line
                        + ": the header cannot be used: "
                        + reason
                        + "; correct it, or say header: false and call the columns c1, c2 and so"
                        + " on",
                null);
    }

    private static byte[][] keys(List<String> names) {
        byte[][] keys = new byte[names.size()][];
        for (int i = 0; i < keys.length; i++) {
            String key = (i == 0 ? "{" : ",") + Document.of(names.get(i)) + ":";
            keys[i] = key.getBytes(StandardCharsets.UTF_8);
        }
        return keys;
    }
}

package io.millrace.fuzz;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

import io.millrace.api.Document;
import io.millrace.components.file.CsvTypes;
import io.millrace.components.file.Reading;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows are items or failures and nothing else, and what is read is what FastCSV reads.
 *
 * <p>Compared is what both mean to read alike. That leaves out a text that is not UTF-8, and one
 * with a carriage return that ends no line (to FastCSV it ends one) or with a line of nothing but
 * spaces (which here is blank), and what comes behind the first row that fails.
 */
final class CsvCheck implements Target.Check {

    private static final String DELIMITERS = ",;\t|";
    private static final int LONGEST = 1_000;

    /** The first byte of an input says how it is read. */
    private record Way(boolean header, CsvTypes types, char delimiter) {
        static Way of(byte first) {
            return new Way(
                    (first & 1) != 0,
                    (first & 2) != 0 ? CsvTypes.AUTO : CsvTypes.TEXT,
                    DELIMITERS.charAt((first >> 2) & 3));
        }
    }

    @Override
    public void check(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        Way way = Way.of(input[0]);
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        List<Reading.Part> parts = Bounds.measured(() -> read(bytes, way, LONGEST));
        Bounds.measured(() -> read(bytes, way, 40));
        for (Reading.Part part : parts) {
            if (part instanceof Reading.Item item
                    && !Document.parse(item.document().toString()).equals(item.document())) {
                throw new AssertionError("written as another: " + item.document());
            }
        }
        String text = Utf8Text.of(bytes);
        if (text != null && isComparable(text, way.delimiter)) {
            compare(text, way, read(bytes, new Way(false, way.types, way.delimiter), 1 << 20));
        }
    }

    private static List<Reading.Part> read(byte[] bytes, Way way, int longest) throws Exception {
        return Reading.csv(bytes, way.header, way.types, way.delimiter, longest);
    }

    private static boolean isComparable(String text, char delimiter) {
        if (text.replace("\r\n", "\n").indexOf('\r') >= 0) {
            return false;
        }
        return unmarked(text)
                .lines()
                .noneMatch(l -> !l.isEmpty() && l.isBlank() && l.indexOf(delimiter) < 0);
    }

    private static void compare(String text, Way way, List<Reading.Part> parts) throws IOException {
        List<List<String>> rows = rows(text, way.delimiter);
        if (rows == null) {
            return; // too much for FastCSV
        }
        int row = 0;
        for (Reading.Part part : parts) {
            if (!(part instanceof Reading.Item item)) {
                return;
            }
            if (row == rows.size()) {
                throw new AssertionError("a row too many: " + item.document());
            }
            List<String> values = values(item.document());
            if (!values.equals(rows.get(row))) {
                throw new AssertionError("read as " + values + ", not " + rows.get(row));
            }
            row++;
        }
        if (row != rows.size()) {
            throw new AssertionError("rows are missing, from " + rows.get(row));
        }
    }

    /** Returns the values as they were written, of which an item keeps all but quotes. */
    private static List<String> values(Document item) {
        var values = new ArrayList<String>();
        for (int i = 0; i < item.size(); i++) {
            Document value = item.at(i);
            values.add(
                    switch (value.kind()) {
                        case NULL -> "";
                        case STRING -> value.asString();
                        default -> value.toString();
                    });
        }
        return values;
    }

    private static @Nullable List<List<String>> rows(String text, char delimiter)
            throws IOException {
        var rows = new ArrayList<List<String>>();
        try (CsvReader<CsvRecord> csv =
                CsvReader.builder()
                        .fieldSeparator(delimiter)
                        .skipEmptyLines(true)
                        .ofCsvRecord(unmarked(text))) {
            csv.forEach(record -> rows.add(record.getFields()));
            return rows;
        } catch (CsvParseException e) {
            return null;
        }
    }

    private static String unmarked(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}

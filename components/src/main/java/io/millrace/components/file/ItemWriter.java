package io.millrace.components.file;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes items one after the other. */
interface ItemWriter {

    /**
     * Writes an item.
     *
     * @throws DocumentException if it cannot be written in this form; nothing of it was written
     * @throws IOException if nothing can be written
     */
    void write(Document item, OutputStream out) throws IOException;

    /** Writes what comes behind the last item. */
    default void end(OutputStream out) throws IOException {}

    /** Returns what a writer has to know to go on where this one is. */
    default Document state() {
        return NOTHING;
    }

    /** Goes on where another has been. */
    default void restore(Document state) {}

    /** The state of a writer that has nothing to know. */
    Document NOTHING = Document.object().build();

    /** The field of a state that says whether something was written. */
    String BEGUN = "begun";

    /**
     * How items are written.
     *
     * @param format how items are written
     * @param columns the columns of CSV; empty if the first item gives them
     * @param header whether CSV begins with the names of the columns
     * @param delimiter what separates the columns of CSV
     */
    record Options(Format format, List<String> columns, boolean header, byte delimiter) {}

    /** Returns a writer. */
    static ItemWriter of(Options options) {
        return switch (options.format()) {
            case JSON_LINES -> ItemWriter::jsonLine;
            case JSON -> new Array();
            case CSV -> new CsvWriter(options);
            case LINES -> ItemWriter::line;
        };
    }

    private static void jsonLine(Document item, OutputStream out) throws IOException {
        item.writeTo(out);
        out.write('\n');
    }

    private static void line(Document item, OutputStream out) throws IOException {
        if (item.kind() == Document.Kind.STRING) {
            out.write(item.asString().getBytes(StandardCharsets.UTF_8));
        } else {
            item.writeTo(out);
        }
        out.write('\n');
    }

    /** One JSON array, an element per line. */
    final class Array implements ItemWriter {

        private boolean begun;

        @Override
        public void write(Document item, OutputStream out) throws IOException {
            out.write(begun ? ',' : '[');
            out.write('\n');
            begun = true;
            item.writeTo(out);
        }

        @Override
        public Document state() {
            return Document.object().put(BEGUN, begun).build();
        }

        @Override
        public void restore(Document state) {
            begun = Place.field(state, BEGUN).asBoolean();
        }

        @Override
        public void end(OutputStream out) throws IOException {
            out.write((begun ? "\n]\n" : "[]\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}

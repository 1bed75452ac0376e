package io.millrace.components.file;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Cuts the bytes of one file or stream into items. */
interface ItemReader {

    /**
     * Reads the next item.
     *
     * @return the item, or null at the end
     * @throws MalformedItem if what comes next is no item; the call after that goes on behind it
     * @throws Exception if it cannot be read
     */
    @Nullable Document next() throws Exception;

    /** Says that what was read until now is done with. */
    void mark();

    /** Returns where the last {@link #mark} was made; there another reader can go on. */
    Place marked();

    /** Returns the line on which the item last read, or failed, begins; from 1. */
    long line();

    /**
     * How something is read.
     *
     * @param format how items are written
     * @param header whether the first row of CSV names the columns
     * @param types what the values of CSV become
     * @param delimiter what separates the columns of CSV
     * @param maxItemBytes how long an item may be
     */
    record Options(
            Format format, boolean header, CsvTypes types, byte delimiter, int maxItemBytes) {}

    /**
     * Returns a reader.
     *
     * @param name how messages call what is read
     */
    static ItemReader of(Options options, ByteInput bytes, String name) {
        return of(options, bytes, name, Place.START);
    }

    /**
     * Returns a reader.
     *
     * @param bytes begins at the place
     * @param name how messages call what is read
     * @param place where to go on
     */
    static ItemReader of(Options options, ByteInput bytes, String name, Place place) {
        int max = options.maxItemBytes();
        if (options.format() == Format.JSON) {
            return new JsonArray(bytes, max, place);
        }
        var lines = new LineReader(bytes, max, place.line());
        return options.format() == Format.CSV
                ? new CsvReader(lines, options, name, place)
                : new Lines(lines, options.format() == Format.JSON_LINES, place);
    }

    /** Lines: JSON values, where blank ones are skipped, or texts, where one may be empty. */
    final class Lines implements ItemReader {

        private final LineReader lines;
        private final boolean json;
        private long offset; // of the mark
        private long number;

        Lines(LineReader lines, boolean json, Place place) {
            this.lines = lines;
            this.json = json;
            offset = place.offset();
            number = place.line();
        }

        @Override
        public @Nullable Document next() throws Exception {
            do {
                if (!lines.next()) {
                    return null;
                }
            } while (json && lines.isBlank());
            byte[] line = lines.bytes();
            if (!json) {
                return Document.of(Utf8.text(line));
            }
            try {
                return Document.parse(line);
            } catch (DocumentException e) {
                throw new MalformedItem(Utf8.textOrBytes(line), lines.isTerminated() ? e : cut(e));
            }
        }

        @Override
        public void mark() {
            offset = lines.offset();
            number = lines.number();
        }

        @Override
        public Place marked() {
            return new Place(offset, number, "", List.of());
        }

        @Override
        public long line() {
            return lines.number();
        }

        private static DocumentException cut(DocumentException e) {
            return new DocumentException(
                    e.getMessage()
                            + " (this is the last line and it has no line break: the file may have"
                            + " been cut off)",
                    e.offset());
        }
    }
}

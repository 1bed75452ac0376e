package io.millrace.components.file;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;

import org.jspecify.annotations.Nullable;

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
        int max = options.maxItemBytes();
        return switch (options.format()) {
            case JSON_LINES -> new JsonLines(new LineReader(bytes, max));
            case JSON -> new JsonArray(bytes, max);
            case CSV -> new CsvReader(new LineReader(bytes, max), options, name);
            case LINES -> new TextLines(new LineReader(bytes, max));
        };
    }

    /** JSON values, one per line; blank lines are skipped. */
    record JsonLines(LineReader lines) implements ItemReader {

        @Override
        public @Nullable Document next() throws Exception {
            do {
                if (!lines.next()) {
                    return null;
                }
            } while (lines.isBlank());
            byte[] line = lines.bytes();
            try {
                return Document.parse(line);
            } catch (DocumentException e) {
                throw new MalformedItem(Utf8.textOrBytes(line), lines.isTerminated() ? e : cut(e));
            }
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

    /** Texts, one per line; an empty line is an empty text. */
    record TextLines(LineReader lines) implements ItemReader {

        @Override
        public @Nullable Document next() throws Exception {
            return lines.next() ? Document.of(Utf8.text(lines.bytes())) : null;
        }

        @Override
        public long line() {
            return lines.number();
        }
    }
}

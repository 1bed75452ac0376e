package io.millrace.components.file;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Locale;

/**
 * How items are written in a file.
 *
 * @since 0.1
 */
public enum Format {
    /** One JSON value per line. */
    JSON_LINES,
    /** One JSON array, each element an item. */
    JSON,
    /** Comma-separated values, each row an object. */
    CSV,
    /** Each line a text. */
    LINES;

    private static final String GZIP = ".gz";

    /**
     * Returns the format that a file's name stands for.
     *
     * @param path a path or pattern; an ending {@code .gz} is looked through
     * @return the format, or null if the name says nothing
     */
    static @Nullable Format of(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        if (name.endsWith(GZIP)) {
            name = name.substring(0, name.length() - GZIP.length());
        }
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "ndjson", "jsonl" -> JSON_LINES;
            case "json" -> JSON;
            case "csv", "tsv" -> CSV;
            case "txt", "log" -> LINES;
            default -> null;
        };
    }

    /** Says that a name does not tell its format. */
    static IllegalArgumentException unknown(String path) {
        return new IllegalArgumentException(
                "format: cannot be told from the name '"
                        + path
                        + "'; say json_lines, json, csv or lines");
    }

    static boolean isGzip(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(GZIP);
    }

    /** Returns what separates columns where nothing is said. */
    static byte delimiter(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return (byte) (name.endsWith(".tsv") || name.endsWith(".tsv" + GZIP) ? '\t' : ',');
    }

    /** Checks a delimiter that was given. */
    static void checkDelimiter(String delimiter) {
        char c = delimiter.length() == 1 ? delimiter.charAt(0) : '"';
        if (c > 126 || c == '"' || c == '\n' || c == '\r') {
            throw new IllegalArgumentException(
                    "delimiter: must be one ASCII character, but no quote and no line break");
        }
    }
}

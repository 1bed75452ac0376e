package io.millrace.graph.source;

import java.nio.file.Path;

/**
 * The text of a source file.
 *
 * @param file where it is, absolute
 * @param shown how messages name it
 * @param text what it says
 */
public record SourceText(Path file, String shown, String text) {

    /** Returns the place of a part of the text; one that spans lines ends with its first. */
    public Place place(int from, int to) {
        int lineStart = text.lastIndexOf('\n', from - 1) + 1;
        int lineEnd = text.indexOf('\n', from);
        int end = Math.min(to, lineEnd < 0 ? text.length() : lineEnd);
        int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
        return new Place(
                shown,
                line,
                1 + text.codePointCount(lineStart, from),
                end > from ? text.codePointCount(from, end) : 1);
    }

    /**
     * A place in a source file.
     *
     * @param file how messages name it
     * @param line the line, from 1; 0 where only the file is known
     * @param column the first character, from 1; 0 where only the file is known
     * @param length how many characters, at least 1
     */
    public record Place(String file, int line, int column, int length) {}
}

package io.millrace.graph;

/**
 * A place in a text: a file as the user named it, and a range of one line.
 *
 * @param file the file's name as the user wrote it; empty for a graph built by code
 * @param line the line, from 1; 0 where only the file is known
 * @param column the first character, from 1; 0 where only the line is known
 * @param length how many characters, at least 1
 * @since 0.1
 */
public record Position(String file, int line, int column, int length) {

    /** The position of what was built by code. */
    public static final Position NONE = new Position("", 0, 0, 1);

    /** Returns {@code file:line:column}, without the parts that are not known. */
    @Override
    public String toString() {
        return line == 0
                ? file
                : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}

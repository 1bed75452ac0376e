package io.millrace.blueprint;

import io.millrace.graph.Position;

import java.util.Arrays;

/**
 * The text of a blueprint by characters, so that places in it can be named.
 *
 * <p>A character is a code point, as the parser counts.
 */
final class SourceText {

    private final String file;
    private final String text;
    private final int[] points;
    private final int[] lineStarts;

    SourceText(String file, String text) {
        this.file = file;
        this.text = text;
        this.points = text.codePoints().toArray();
        this.lineStarts = lineStarts(points);
    }

    private static int[] lineStarts(int[] points) {
        var starts = new int[16];
        int count = 1;
        for (int i = 0; i < points.length; i++) {
            boolean ends =
                    points[i] == '\n'
                            || (points[i] == '\r'
                                    && (i + 1 == points.length || points[i + 1] != '\n'));
            if (ends) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    String text() {
        return text;
    }

    int length() {
        return points.length;
    }

    int at(int index) {
        return points[index];
    }

    /** Returns the place of a range of characters; one that spans lines ends with its first. */
    Position position(int from, int to) {
        int found = Arrays.binarySearch(lineStarts, from);
        int line = found >= 0 ? found : -found - 2;
        int lineEnd = line + 1 < lineStarts.length ? lineStarts[line + 1] : points.length + 1;
        int end = Math.min(to, lineEnd);
        while (end > from + 1 && end <= points.length && isBreak(points[end - 1])) {
            end--;
        }
        return new Position(file, line + 1, from - lineStarts[line] + 1, Math.max(1, end - from));
    }

    /** Returns the place that is the file as a whole. */
    Position whole() {
        return new Position(file, 0, 0, 1);
    }

    static boolean isBreak(int point) {
        return point == '\n' || point == '\r';
    }

    static boolean isBlank(int point) {
        return point == ' ' || point == '\t' || isBreak(point);
    }
}

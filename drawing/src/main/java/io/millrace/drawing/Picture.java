package io.millrace.drawing;

import java.util.List;

/**
 * What is where in a picture; lengths are pixels at normal size, from the upper left corner.
 *
 * @param title what it shows
 * @param summary that in numbers
 * @param width of all of it
 * @param height of all of it
 * @param tasks boxes around components
 * @param boxes components, and the ends of a plan that is a part
 * @param lines streams
 */
record Picture(
        String title,
        String summary,
        double width,
        double height,
        List<Box> tasks,
        List<Box> boxes,
        List<Line> lines) {

    /** What a box stands for. */
    enum Kind {
        /** A task. */
        TASK,
        /** A component that takes nothing. */
        SOURCE,
        /** A component that takes items and sends some. */
        STEP,
        /** A component that sends nothing. */
        SINK,
        /** An input or output of a plan that is a part of another. */
        END
    }

    /** A rectangle. */
    record Area(double x, double y, double width, double height) {

        boolean overlaps(Area other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }

        boolean holds(Area other) {
            return other.x >= x
                    && other.y >= y
                    && other.x + other.width <= x + width
                    && other.y + other.height <= y + height;
        }
    }

    /**
     * A box.
     *
     * @param texts its lines of text, the name first
     */
    record Box(Kind kind, Area area, List<String> texts) {}

    /** A corner of a line. */
    record Point(double x, double y) {}

    /**
     * A stream.
     *
     * @param name the stream in words
     * @param isError whether failed items take it
     * @param isFused whether it is a call within a task
     * @param points its corners, at least two
     * @param labels what stands at it
     */
    record Line(
            String name,
            boolean isError,
            boolean isFused,
            List<Point> points,
            List<Label> labels) {}

    /** Text at a line. */
    record Label(Area area, List<String> texts) {}
}

package io.millrace.drawing;

import io.millrace.drawing.Picture.Area;
import io.millrace.drawing.Picture.Box;
import io.millrace.drawing.Picture.Kind;
import io.millrace.drawing.Picture.Label;
import io.millrace.drawing.Picture.Line;
import io.millrace.drawing.Picture.Point;

import java.util.List;
import java.util.Locale;

/** Writes a picture as an SVG document with colours for a light and a dark background. */
final class SvgWriter {

    /** What stands behind the numbers. */
    static final String LEGEND =
            " · thin line: a call · thick: a bounded stream · dashed: failed items";

    private static final double CORNER = 6; // the radius at a corner of a line
    private static final double TEXT_LEFT = 14;

    private static final String STYLE =
            """
              <style>
                text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2328; }
                .small { font-size: 11px; fill: #59636e; }
                .name { font-size: 13px; font-weight: 600; }
                .title { font-size: 16px; font-weight: 600; }
                .back { fill: #ffffff; }
                .task { fill: #f6f8fa; stroke: #d1d9e0; }
                .box { fill: #ffffff; stroke: #818b98; }
                .end { fill: none; stroke: #818b98; stroke-dasharray: 2 3; }
                .source { fill: #1a7f37; } .step { fill: #0969da; } .sink { fill: #8250df; }
                .call, .stream, .error-call, .error-stream { fill: none; }
                .call { stroke: #59636e; stroke-width: 1.2; }
                .stream { stroke: #59636e; stroke-width: 2.6; }
                .error-call { stroke: #d1242f; stroke-width: 1.2; stroke-dasharray: 5 4; }
                .error-stream { stroke: #d1242f; stroke-width: 2.6; stroke-dasharray: 5 4; }
                .tip { fill: #59636e; } .tip-error { fill: #d1242f; }
                @media (prefers-color-scheme: dark) {
                  text { fill: #f0f6fc; }
                  .small { fill: #9198a1; }
                  .back { fill: #0d1117; }
                  .task { fill: #151b23; stroke: #3d444d; }
                  .box { fill: #212830; stroke: #656c76; }
                  .end { stroke: #656c76; }
                  .source { fill: #3fb950; } .step { fill: #4493f8; } .sink { fill: #ab7df8; }
                  .call, .stream { stroke: #9198a1; }
                  .error-call, .error-stream { stroke: #f85149; }
                  .tip { fill: #9198a1; } .tip-error { fill: #f85149; }
                }
              </style>
              <defs>
                <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" \
            markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker>
                <marker id="tip-error" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" \
            markerUnits="userSpaceOnUse" orient="auto"><path class="tip-error" d="M0 0 8 4 0 8z"/></marker>
              </defs>
            """;

    private final StringBuilder out = new StringBuilder();

    /** Returns the document. */
    String text(Picture picture) {
        String width = number(picture.width());
        String height = number(picture.height());
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(width);
        out.append("\" height=\"").append(height).append("\" viewBox=\"0 0 ").append(width);
        out.append(' ').append(height).append("\" role=\"img\">\n");
        out.append("  <title>").append(escaped(picture.title())).append(": ");
        out.append(escaped(picture.summary())).append("</title>\n").append(STYLE);
        rectangle("back", new Area(0, 0, picture.width(), picture.height()), 8);
        text("title", 20, 28, picture.title());
        text("small", 20, 47, picture.summary() + LEGEND);
        picture.tasks().forEach(this::task);
        picture.lines().forEach(this::line);
        picture.boxes().forEach(this::box);
        picture.lines().forEach(line -> line.labels().forEach(this::label));
        return out.append("</svg>\n").toString();
    }

    private void task(Box task) {
        rectangle("task", task.area(), 8);
        text("small", task.area().x() + TEXT_LEFT, task.area().y() + 19, task.texts().getFirst());
    }

    private void box(Box box) {
        Area area = box.area();
        rectangle(box.kind() == Kind.END ? "end" : "box", area, 5);
        if (box.kind() != Kind.END) {
            var stripe = new Area(area.x(), area.y() + 5, 4, area.height() - 10);
            rectangle(box.kind().name().toLowerCase(Locale.ROOT), stripe, 1);
        }
        double y = area.y() + Texts.LINE_HEIGHT + 3;
        String kind = "name";
        for (String line : box.texts()) {
            text(kind, area.x() + TEXT_LEFT, y, line);
            kind = "small";
            y += Texts.LINE_HEIGHT;
        }
    }

    private void line(Line line) {
        out.append("  <path class=\"").append(line.isError() ? "error-" : "");
        out.append(line.isFused() ? "call" : "stream").append("\" marker-end=\"url(#");
        out.append(line.isError() ? "tip-error" : "tip").append(")\" d=\"");
        path(line.points());
        out.append("\"><title>").append(escaped(line.name())).append("</title></path>\n");
    }

    /** Writes a line with its corners rounded. */
    private void path(List<Point> points) {
        Point last = points.getFirst();
        out.append('M').append(point(last));
        for (int i = 1; i < points.size(); i++) {
            Point here = points.get(i);
            if (i + 1 < points.size()) {
                Point next = points.get(i + 1);
                out.append('L').append(point(towards(here, last)));
                out.append('Q').append(point(here)).append(' ');
                out.append(point(towards(here, next)));
            } else {
                out.append('L').append(point(here));
            }
            last = here;
        }
    }

    /** Returns the place on the way from one point to another where rounding begins. */
    private static Point towards(Point from, Point to) {
        double x = to.x() - from.x();
        double y = to.y() - from.y();
        double length = Math.hypot(x, y);
        double part = length == 0 ? 0 : Math.min(CORNER, length / 2) / length;
        return new Point(from.x() + x * part, from.y() + y * part);
    }

    private void label(Label label) {
        double y = label.area().y() + 12;
        for (String line : label.texts()) {
            text("small", label.area().x() + 4, y, line);
            y += Texts.LINE_HEIGHT;
        }
    }

    private void rectangle(String kind, Area area, double radius) {
        out.append("  <rect class=\"").append(kind).append("\" x=\"").append(number(area.x()));
        out.append("\" y=\"").append(number(area.y())).append("\" width=\"");
        out.append(number(area.width())).append("\" height=\"").append(number(area.height()));
        out.append("\" rx=\"").append(number(radius)).append("\"/>\n");
    }

    private void text(String kind, double x, double y, String text) {
        out.append("  <text class=\"").append(kind).append("\" x=\"").append(number(x));
        out.append("\" y=\"").append(number(y)).append("\" xml:space=\"preserve\">");
        out.append(escaped(text)).append("</text>\n");
    }

    private static String point(Point point) {
        return number(point.x()) + " " + number(point.y());
    }

    /** Returns a number with one decimal at most. */
    private static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
    }

    /** Leaves nothing in a text that means something to XML, or that XML cannot hold. */
    private static String escaped(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '&' -> out.append("&amp;");
                                case '<' -> out.append("&lt;");
                                case '>' -> out.append("&gt;");
                                case '"' -> out.append("&quot;");
                                default -> out.appendCodePoint(isXml(c) ? c : '\uFFFD');
                            }
                        });
        return out.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}

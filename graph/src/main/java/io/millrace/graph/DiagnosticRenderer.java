package io.millrace.graph;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Shows diagnostics to people, with the line they are about and a caret, or to programs as JSON.
 *
 * <p>Not safe for several threads.
 *
 * @since 0.1
 */
public final class DiagnosticRenderer {

    private static final int WIDEST_LINE = 160;
    private static final int LARGEST_FILE = 1 << 20;
    private static final String RESET = "\u001b[0m";

    private final Function<String, @Nullable String> sources;
    private final boolean hasColour;
    private final Map<String, List<String>> lines = new HashMap<>();

    /**
     * Creates one.
     *
     * @param sources gives the text of a file by its name, or null if it is not known
     * @param hasColour whether to colour for a terminal
     */
    public DiagnosticRenderer(Function<String, @Nullable String> sources, boolean hasColour) {
        this.sources = sources;
        this.hasColour = hasColour;
    }

    /** Returns one that reads the files that are named. */
    public static DiagnosticRenderer ofFiles(boolean hasColour) {
        return new DiagnosticRenderer(DiagnosticRenderer::read, hasColour);
    }

    /** Returns all as text, with an empty line between. */
    public String text(List<Diagnostic> diagnostics) {
        var out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics) {
            if (!out.isEmpty()) {
                out.append('\n');
            }
            out.append(text(diagnostic));
        }
        return out.toString();
    }

    /** Returns one as lines of text, each with its line feed. */
    public String text(Diagnostic diagnostic) {
        var out = new StringBuilder();
        Position position = diagnostic.position();
        if (!position.file().isEmpty()) {
            out.append(position).append(": ");
        }
        String severity = severity(diagnostic);
        out.append(coloured(severity + "[" + diagnostic.code() + "]", colour(diagnostic)));
        out.append(": ").append(visible(diagnostic.message())).append('\n');
        String line = position.column() > 0 ? line(position) : null;
        if (line != null) {
            source(line, position, colour(diagnostic), out);
        }
        for (String note : diagnostic.notes()) {
            out.append("  ").append(visible(note)).append('\n');
        }
        if (diagnostic.fix() != null) {
            out.append("  fix: ").append(visible(diagnostic.fix())).append('\n');
        }
        return out.toString();
    }

    /** Returns one as a JSON object on one line. */
    public static String json(Diagnostic diagnostic) {
        Position position = diagnostic.position();
        var out = new StringBuilder("{\"severity\":");
        JsonText.quote(out, severity(diagnostic));
        JsonText.field(out, "code", diagnostic.code());
        JsonText.field(out, "message", diagnostic.message());
        JsonText.field(out, "file", position.file());
        out.append(",\"line\":").append(position.line());
        out.append(",\"column\":").append(position.column());
        out.append(",\"length\":").append(position.length());
        JsonText.field(out, "notes", diagnostic.notes());
        if (diagnostic.fix() != null) {
            JsonText.field(out, "fix", diagnostic.fix());
        }
        return out.append('}').toString();
    }

    private void source(String line, Position position, String colour, StringBuilder out) {
        int[] points = line.codePoints().toArray();
        int column = Math.min(position.column() - 1, points.length);
        int first = Math.max(0, Math.min(column - WIDEST_LINE / 2, points.length - WIDEST_LINE));
        int last = Math.min(points.length, first + WIDEST_LINE);
        int carets = Math.max(1, Math.min(position.length(), Math.max(last, column + 1) - column));
        String number = Integer.toString(position.line());
        String margin = " ".repeat(number.length());
        out.append("  ").append(number).append(" | ").append(first > 0 ? "…" : "");
        for (int i = first; i < last; i++) {
            out.appendCodePoint(shown(points[i]));
        }
        out.append(last < points.length ? "…" : "").append('\n');
        out.append("  ").append(margin).append(" | ").append(first > 0 ? " " : "");
        for (int i = first; i < column; i++) {
            out.append(i < points.length && points[i] == '\t' ? '\t' : ' ');
        }
        out.append(coloured("^".repeat(carets), colour)).append('\n');
    }

    private @Nullable String line(Position position) {
        List<String> all =
                lines.computeIfAbsent(
                        position.file(),
                        file -> {
                            String text = file.isEmpty() ? null : sources.apply(file);
                            return text == null ? List.of() : text.lines().toList();
                        });
        return position.line() <= all.size() ? all.get(position.line() - 1) : null;
    }

    private static @Nullable String read(String file) {
        try {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path)) {
                return null;
            }
            try (InputStream in = Files.newInputStream(path)) {
                String text = new String(in.readNBytes(LARGEST_FILE), StandardCharsets.UTF_8);
                return text.startsWith("\uFEFF") ? text.substring(1) : text;
            }
        } catch (IOException | InvalidPathException e) {
            return null; // the message is shown without its line
        }
    }

    private static String severity(Diagnostic diagnostic) {
        return diagnostic.severity().name().toLowerCase(Locale.ROOT);
    }

    private static String colour(Diagnostic diagnostic) {
        return switch (diagnostic.severity()) {
            case ERROR -> "\u001b[1;31m";
            case WARNING -> "\u001b[1;33m";
            case NOTICE -> "\u001b[1;36m";
        };
    }

    private String coloured(String text, String colour) {
        return hasColour ? colour + text + RESET : text;
    }

    /** Leaves nothing in a user's text that could move a terminal's cursor. */
    private static String visible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                var out = new StringBuilder();
                text.codePoints().map(DiagnosticRenderer::shown).forEach(out::appendCodePoint);
                return out.toString().replace('\t', ' ');
            }
        }
        return text;
    }

    private static int shown(int point) {
        return point != '\t' && Character.isISOControl(point) ? '\uFFFD' : point;
    }
}

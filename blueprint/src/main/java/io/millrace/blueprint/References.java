package io.millrace.blueprint;

import io.millrace.blueprint.Blueprint.Environment;
import io.millrace.graph.ConfigValue;
import io.millrace.graph.ConfigValue.Broken;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Kind;
import io.millrace.graph.ConfigValue.Locator;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.ConfigValue.Sequence;
import io.millrace.graph.CoreSchema;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.NearestName;
import io.millrace.graph.Position;
import io.millrace.graph.Problem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts values in the place of {@code ${NAME}} in every scalar. */
final class References {

    private static final String FORMS = "write ${NAME}, ${NAME:-default} or ${NAME:?message}";

    private final Map<String, String> settings;
    private final Map<String, String> parameters;
    private final Set<String> unknown;
    private final Environment environment;
    private final List<Diagnostic> problems;
    private final Set<String> used = new HashSet<>();

    /**
     * Creates one; of the three places where a name may have a value, the first counts.
     *
     * @param unknown names that have no value for a reason that is told already
     * @param problems what is found is added here
     */
    References(
            Map<String, String> settings,
            Map<String, String> parameters,
            Set<String> unknown,
            Environment environment,
            List<Diagnostic> problems) {
        this.settings = settings;
        this.parameters = parameters;
        this.unknown = unknown;
        this.environment = environment;
        this.problems = problems;
    }

    /** Returns the names that were asked for. */
    Set<String> used() {
        return used;
    }

    ConfigValue replaced(ConfigValue value) {
        if (value instanceof Scalar scalar) {
            return replaced(scalar);
        }
        if (value instanceof Mapping mapping) {
            var fields = new ArrayList<Field>(mapping.fields().size());
            for (Field field : mapping.fields()) {
                fields.add(new Field(field.key(), replaced(field.value())));
            }
            return new Mapping(fields, mapping.position());
        }
        if (value instanceof Sequence sequence) {
            var elements = new ArrayList<ConfigValue>(sequence.elements().size());
            for (ConfigValue element : sequence.elements()) {
                elements.add(replaced(element));
            }
            return new Sequence(elements, sequence.position());
        }
        return value;
    }

    private ConfigValue replaced(Scalar scalar) {
        if (!scalar.text().contains("${")) {
            return scalar;
        }
        var text = new Replacement(scalar);
        while (text.findNext()) {
            String value = value(text);
            if (value == null) {
                return new Broken(scalar.position());
            }
            text.replace(value);
        }
        boolean isPlain = scalar.locator() instanceof ScalarPlace place && place.isPlain();
        String result = text.result();
        return new Scalar(
                isPlain ? CoreSchema.kindOf(result) : Kind.TEXT, result, scalar.position(), text);
    }

    /** Returns the value of the reference that was found; null if there was a problem. */
    private @Nullable String value(Replacement text) {
        String inside = text.inside();
        Position position = text.position();
        if (inside == null) {
            return bad(position, "'${' is not closed", "close it with '}'; \\${ is no reference");
        }
        int end = 0;
        while (end < inside.length() && isNamePart(inside.charAt(end), end)) {
            end++;
        }
        String name = inside.substring(0, end);
        String rest = inside.substring(end);
        if (name.equals("env") || name.equals("file") || name.equals("secret")) {
            if (rest.startsWith(":") && !rest.startsWith(":-") && !rest.startsWith(":?")) {
                problems.add(
                        Problem.NOT_AVAILABLE.at(
                                position,
                                "a secret, as ${"
                                        + inside
                                        + "}, is not available in this version"));
                return null;
            }
        }
        boolean hasDefault = rest.startsWith(":-");
        boolean hasMessage = rest.startsWith(":?");
        if (name.isEmpty() || !(rest.isEmpty() || hasDefault || hasMessage)) {
            return bad(position, "'${" + inside + "}' is no reference", FORMS);
        }
        if (rest.contains("${")) {
            return bad(position, "a default cannot hold another reference", null);
        }
        used.add(name);
        if (unknown.contains(name)) {
            return null;
        }
        String value = lookUp(name);
        if (value != null && !(value.isEmpty() && (hasDefault || hasMessage))) {
            return value;
        }
        return hasDefault ? rest.substring(2) : undefined(name, rest, hasMessage, position);
    }

    private @Nullable String lookUp(String name) {
        String value = settings.get(name);
        if (value == null) {
            value = parameters.get(name);
        }
        return value == null ? environment.value(name) : value;
    }

    private @Nullable String undefined(
            String name, String rest, boolean hasMessage, Position position) {
        String message = hasMessage ? rest.substring(2) : "";
        Diagnostic problem =
                Problem.UNDEFINED_REFERENCE.at(
                        position,
                        message.isEmpty()
                                ? "'" + name + "' has no value"
                                : "'" + name + "' has no value: " + message);
        String question = NearestName.question(name, parameters.keySet());
        problems.add(
                problem.withFix(
                        question == null
                                ? "give it with --set %s=… or in the environment".formatted(name)
                                : question));
        return null;
    }

    private @Nullable String bad(Position position, String message, @Nullable String fix) {
        problems.add(Problem.BAD_REFERENCE.at(position, message).withFix(fix));
        return null;
    }

    private static boolean isNamePart(char c, int index) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (index > 0 && c >= '0' && c <= '9');
    }

    /** A scalar's text while references in it are replaced; it knows where each part came from. */
    private static final class Replacement implements Locator {
        private final Scalar scalar;
        private final String text;
        private final StringBuilder out = new StringBuilder();
        private final List<Piece> pieces = new ArrayList<>();
        private int done;
        private int start;
        private int end;

        Replacement(Scalar scalar) {
            this.scalar = scalar;
            this.text = scalar.text();
        }

        /** A part of the result and the part of the text it came from. */
        private record Piece(int outStart, int inStart, int inEnd, boolean isCopy) {}

        /** Goes to the next reference; copies what is before it. */
        boolean findNext() {
            int from = done;
            while (true) {
                int found = text.indexOf("${", from);
                if (found < 0) {
                    copy(text.length());
                    return false;
                }
                if (found == 0 || text.charAt(found - 1) != '\\') {
                    copy(found);
                    start = found;
                    int close = text.indexOf('}', found);
                    end = close < 0 ? text.length() : close + 1;
                    return true;
                }
                copy(found - 1);
                done = found;
                copy(found + 2);
                from = found + 2;
            }
        }

        private void copy(int to) {
            if (to > done) {
                pieces.add(new Piece(out.length(), done, to, true));
                out.append(text, done, to);
            }
            done = to;
        }

        /** Returns what is between the braces, or null if they are not closed. */
        @Nullable String inside() {
            return text.charAt(end - 1) == '}' && end > start + 2
                    ? text.substring(start + 2, end - 1)
                    : null;
        }

        Position position() {
            return scalar.locator().locate(start, end - start);
        }

        void replace(String value) {
            pieces.add(new Piece(out.length(), start, end, false));
            out.append(value);
            done = end;
        }

        String result() {
            return out.toString();
        }

        @Override
        public Position locate(int offset, int length) {
            Piece found = pieces.getFirst();
            for (Piece piece : pieces) {
                if (piece.outStart() <= offset) {
                    found = piece;
                }
            }
            if (!found.isCopy()) {
                return scalar.locator().locate(found.inStart(), found.inEnd() - found.inStart());
            }
            int from = found.inStart() + offset - found.outStart();
            int most = Math.max(1, found.inEnd() - from);
            return scalar.locator().locate(from, Math.min(length, most));
        }
    }
}

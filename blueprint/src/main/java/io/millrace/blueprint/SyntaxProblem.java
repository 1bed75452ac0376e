package io.millrace.blueprint;

import io.millrace.graph.Diagnostic;
import io.millrace.graph.Position;
import io.millrace.graph.Problem;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/** Says in the user's words what the parser found. */
final class SyntaxProblem {

    private static final String REFERENCE =
            "'${…}' cannot stand unquoted inside { } or [ ]: give each key a line of its own";

    private SyntaxProblem() {}

    /**
     * Returns the problem.
     *
     * @param thrown whatever the parser threw
     * @param last where it was before
     */
    static Diagnostic of(Throwable thrown, SourceText source, Position last) {
        return switch (thrown) {
            case MarkedYamlEngineException marked -> marked(marked, source, last);
            case ReaderException unreadable ->
                    Problem.SYNTAX.at(
                            source.position(unreadable.getPosition(), unreadable.getPosition() + 1),
                            "the character %s cannot stand in YAML"
                                    .formatted(name(unreadable.getCodePoint())));
            case StackOverflowError _ ->
                    Problem.TOO_DEEP.at(last, "this is nested too deep to be read");
            default -> Problem.SYNTAX.at(last, "this is not YAML: " + thrown.getMessage());
        };
    }

    private static Diagnostic marked(
            MarkedYamlEngineException thrown, SourceText source, Position last) {
        String problem = thrown.getProblem() == null ? "" : thrown.getProblem();
        Position position = thrown.getProblemMark().map(m -> at(m, source)).orElse(last);
        Diagnostic diagnostic = Problem.SYNTAX.at(position, "this is not YAML: " + plain(problem));
        if (thrown.getContext() != null && thrown.getContextMark().isPresent()) {
            Position context = at(thrown.getContextMark().get(), source);
            diagnostic =
                    diagnostic.withNote(
                            "%s that begins in line %d"
                                    .formatted(thrown.getContext(), context.line()));
        }
        int at = thrown.getProblemMark().map(Mark::getIndex).orElse(0);
        boolean isReference =
                at > 0 && at < source.length() && source.at(at) == '{' && source.at(at - 1) == '$';
        return diagnostic.withFix(isReference ? REFERENCE : fix(problem));
    }

    private static Position at(Mark mark, SourceText source) {
        return source.position(mark.getIndex(), mark.getIndex() + 1);
    }

    /** Leaves out the parser's names for what everybody knows by another. */
    private static String plain(String problem) {
        int hint = problem.indexOf(". (");
        int got = problem.indexOf("but got ");
        String end = got < 0 ? "" : problem.substring(got + "but got ".length());
        String start = hint < 0 ? problem : problem.substring(0, hint);
        return (end.isEmpty() ? start : problem.substring(0, got) + "but got '" + end + "'")
                .replace("<block end>", "the end of this block")
                .replace("<block mapping start>", "a deeper block")
                .replace("<block sequence start>", "a deeper list")
                .replace("'\\t(TAB)'", "TAB")
                .replace("<scalar>", "a text")
                .replace('<', '\'')
                .replace('>', '\'')
                .replace("''", "'");
    }

    private static @Nullable String fix(String problem) {
        if (problem.contains("TAB")) {
            return "indent with spaces";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "quote a text that holds ': ', and check the indentation";
        }
        if (problem.contains("expected ':'")) {
            return "a key is followed by ': '";
        }
        if (problem.contains("block end")) {
            return "check the indentation: what belongs together begins in one column";
        }
        if (problem.contains("end of stream")) {
            return "close the quote or bracket";
        }
        return null;
    }

    private static String name(int point) {
        return "U+%04X".formatted(point);
    }
}

package io.millrace.fuzz;

import io.millrace.api.Document;

import java.util.List;
import java.util.regex.Pattern;

/** Where our expressions mean to differ from dev.cel, each by a rule of docs/expressions.md. */
final class Deviations {

    /**
     * "No unsigned integers", "no objects of named types", optional parts of literals; and pairs of
     * "!" and "-", which dev.cel takes away before it looks at types.
     */
    private static final Pattern NOT_HERE =
            Pattern.compile("[0-9a-fA-F][uU]|\\buint\\b|\\w\\s*\\{|[\\[{,]\\s*\\?|!\\s*!|-\\s*-");

    /** What our messages say where a limit is met. */
    private static final List<String> LIMITS =
            List.of(
                    "more than",
                    "too ",
                    "at most",
                    "longer than",
                    "larger than",
                    "nested",
                    "refused: the number is out of range");

    private static final Pattern EQUALITY = Pattern.compile("==|!=|\\bin\\b");
    private static final Pattern MAY_GIVE_MINUS_ZERO = Pattern.compile("[-*/]");

    private Deviations() {}

    /** Returns whether the oracle's value says anything about ours. */
    static boolean isComparable(String text, String ours) {
        boolean isLimit = isError(ours) && LIMITS.stream().anyMatch(ours::contains);
        boolean isOptional = ours.contains("the result may be missing"); // to be ended by orValue
        return !isLimit && !isOptional && !NOT_HERE.matcher(text).find();
    }

    /** Returns whether two results are the same, or may differ. */
    static boolean isExplained(String text, String theirs, String ours) {
        if (theirs.startsWith("refused")) {
            return true; // types are checked less here, numbers mix, and there are more variables
        }
        if (isError(theirs)) {
            boolean mixes = theirs.contains("No matching overload"); // int with double
            boolean isBig = theirs.contains("CEL has no such number"); // an item may keep it here
            return isError(ours) || mixes || isBig;
        }
        return !isError(ours)
                && (Document.parse(theirs).equals(Document.parse(ours)) || mayBeMinusZero(text));
    }

    /**
     * Returns whether -0.0 may be compared with 0, which dev.cel, unlike CEL, takes for another.
     */
    private static boolean mayBeMinusZero(String text) {
        return EQUALITY.matcher(text).find() && MAY_GIVE_MINUS_ZERO.matcher(text).find();
    }

    private static boolean isError(String result) {
        return result.startsWith("error") || result.startsWith("refused");
    }
}

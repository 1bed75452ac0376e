package io.millrace.graph.expression;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of {@code matches()}: the syntax of RE2, as far as java.util.regex has it.
 *
 * <p>The matcher of the JDK goes back and tries again, which can take for ever; each character it
 * reads is charged, so that it ends. What RE2 has not (references back, looking around) is refused,
 * and what would mean something else is translated.
 */
final class Regex {

    /** The longest pattern, in characters. */
    private static final int MAX_LENGTH = 1 << 10;

    /** How many characters a match may read for one unit. */
    private static final int READS = 10;

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles a pattern.
     *
     * @throws Failure if it is none
     */
    static Regex of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new Failure("the pattern is longer than " + MAX_LENGTH + " characters");
        }
        try {
            return new Regex(Pattern.compile(translated(text), Pattern.UNIX_LINES));
        } catch (PatternSyntaxException | StackOverflowError e) {
            String why = e instanceof PatternSyntaxException p ? p.getDescription() : "too deep";
            throw new Failure(
                    "'"
                            + Texts.shortened(text)
                            + "' is no pattern: "
                            + why.toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** Returns whether the pattern matches anywhere in the text. */
    boolean matches(String text, Scope scope) {
        try {
            return pattern.matcher(new Metered(text, scope)).find();
        } catch (StackOverflowError e) {
            throw new Exhausted(
                    "a text of " + text.length() + " characters is too long for the pattern");
        }
    }

    private static String translated(String text) {
        var out = new StringBuilder();
        boolean inClass = false;
        boolean multiline = text.contains("(?m") || text.contains("(?sm") || text.contains("(?im");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                out.append(escape(text.charAt(++i)));
            } else if (inClass) {
                refuseIf(text.startsWith("[:", i), "[:name:]", "write \\p{Alpha} for [:alpha:]");
                out.append(c == '[' || c == '&' ? "\\" + c : String.valueOf(c));
                inClass = c != ']';
            } else if (c == '[') {
                int first = text.startsWith("^", i + 1) ? i + 2 : i + 1;
                out.append(text, i, first);
                boolean bracket = text.startsWith("]", first);
                out.append(bracket ? "\\]" : "");
                i = bracket ? first : first - 1;
                inClass = true;
            } else if (c == '$' && !multiline) {
                out.append("\\z");
            } else if (text.startsWith("(?P<", i)) {
                out.append("(?<");
                i += 3;
            } else {
                refuseIf(text.startsWith("(?=", i) || text.startsWith("(?!", i), "(?", LOOKING);
                refuseIf(text.startsWith("(?<=", i) || text.startsWith("(?<!", i), "(?<", LOOKING);
                refuseIf(text.startsWith("(?>", i), "(?>", "leave out ?>");
                refuseIf(
                        c == '+'
                                && i > 0
                                && "*+?}".indexOf(text.charAt(i - 1)) >= 0
                                && !escaped(text, i - 1),
                        "++",
                        "leave out one +");
                out.append(c);
            }
        }
        return out.toString();
    }

    private static final String LOOKING = "use && of two matches() instead";

    private static boolean escaped(String text, int at) {
        int backslashes = 0;
        while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static String escape(char c) {
        refuseIf((c >= '1' && c <= '9') || c == 'k', "\\" + c, "a pattern cannot refer back");
        return "\\" + c;
    }

    private static void refuseIf(boolean refused, String what, String hint) {
        if (refused) {
            throw new Failure("patterns have no '" + what + "': " + hint);
        }
    }

    /** A text of which each read is charged. */
    private static final class Metered implements CharSequence {

        private final String text;
        private final Scope scope;
        private int reads;

        Metered(String text, Scope scope) {
            this.text = text;
            this.scope = scope;
        }

        @Override
        public char charAt(int index) {
            if (++reads == READS) {
                reads = 0;
                scope.charge(1);
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}

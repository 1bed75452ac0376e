package io.millrace.graph.expression;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of {@code matches()}: the syntax of RE2, as far as {@link Pattern} has it.
 *
 * <p>The matcher of the JDK goes back and tries again, which can take for ever; each character it
 * reads is charged, so that it ends. What RE2 has not (references back, looking around, atomic
 * groups) is refused, and what means something else there is translated.
 */
final class Regex {

    /** The longest pattern, in characters. */
    private static final int MAX_LENGTH = 1 << 10;

    /** How many characters a match may read for one unit. */
    private static final int READS = 10;

    private static final Pattern MULTILINE = Pattern.compile("\\(\\?[a-zA-Z]*m");

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
            String translated = new Translator(text).translate();
            return new Regex(Pattern.compile(translated, Pattern.UNIX_LINES));
        } catch (PatternSyntaxException e) {
            throw new Failure(
                    "'"
                            + Texts.shortened(text)
                            + "' is no pattern: "
                            + e.getDescription().toLowerCase(Locale.ROOT));
        } catch (StackOverflowError e) {
            throw new Failure("'" + Texts.shortened(text) + "' is nested too deep for a pattern");
        }
    }

    /** Returns whether the pattern matches anywhere in the text. */
    boolean matches(String text, Scope scope) {
        try {
            return pattern.matcher(new Metered(text, scope)).find();
        } catch (StackOverflowError e) {
            // the matcher calls itself for each turn of a group such as (a|b)*
            throw new Exhausted(
                    "the pattern takes too many steps on a text of "
                            + text.length()
                            + " characters");
        }
    }

    /** Writes a pattern of RE2 as one of the JDK. */
    private static final class Translator {

        private static final String NO_LOOKING = "combine several matches() with && and !";

        private final String text;
        private final boolean multiline;
        private final StringBuilder out = new StringBuilder();
        private int at;

        Translator(String text) {
            this.text = text;
            multiline = MULTILINE.matcher(text).find();
        }

        String translate() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '\\') {
                    escape();
                } else if (c == '[') {
                    characterClass();
                } else if (c == '$' && !multiline) {
                    // RE2 does not look past a last line break
                    take(1, "\\z");
                } else if (c == '(') {
                    group();
                } else if ("*+?}".indexOf(c) >= 0 && text.startsWith("+", at + 1)) {
                    throw refused(text.substring(at, at + 2), "leave out the last +");
                } else {
                    take(1, String.valueOf(c));
                }
            }
            return out.toString();
        }

        private void take(int length, String translated) {
            out.append(translated);
            at += length;
        }

        private void escape() {
            char c = at + 1 < text.length() ? text.charAt(at + 1) : '\\';
            if ((c >= '1' && c <= '9') || c == 'k') {
                throw refused("\\" + c, "a pattern cannot refer back");
            }
            int end = Math.min(text.length(), at + 2);
            take(end - at, text.substring(at, end));
        }

        /** Brackets and && inside of a class mean themselves in RE2. */
        private void characterClass() {
            take(1, "[");
            if (text.startsWith("^", at)) {
                take(1, "^");
            }
            if (text.startsWith("]", at)) {
                take(1, "\\]");
            }
            while (at < text.length() && text.charAt(at) != ']') {
                char c = text.charAt(at);
                if (text.startsWith("[:", at)) {
                    throw refused("[:…:]", "write \\p{Alpha} for [:alpha:]");
                }
                if (c == '\\') {
                    escape();
                } else {
                    take(1, c == '[' || c == '&' ? "\\" + c : String.valueOf(c));
                }
            }
        }

        private void group() {
            for (String start : new String[] {"(?=", "(?!", "(?<=", "(?<!", "(?>"}) {
                if (text.startsWith(start, at)) {
                    throw refused(start, start.equals("(?>") ? "write (?:" : NO_LOOKING);
                }
            }
            boolean named = text.startsWith("(?P<", at);
            take(named ? 4 : 1, named ? "(?<" : "(");
        }

        private static Failure refused(String what, String hint) {
            return new Failure("patterns have no '" + what + "': " + hint);
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

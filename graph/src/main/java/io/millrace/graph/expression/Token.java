package io.millrace.graph.expression;

/**
 * A word of an expression.
 *
 * @param kind what it is
 * @param text its characters, without the quotes of a quoted name
 * @param value the value of a literal, else the text
 * @param start its first character
 * @param end the character after its last
 */
record Token(Kind kind, String text, Object value, int start, int end) {

    /** What a word is. */
    enum Kind {
        /** A name: of a variable, a field or a function. */
        NAME,
        /** A name in backquotes: of a field only. */
        QUOTED,
        /** A number, text, bytes, true, false or null. */
        LITERAL,
        /** An operator or a bracket. */
        SYMBOL,
        /** What comes after the last word. */
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }
}

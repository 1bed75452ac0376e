package io.millrace.graph.expression;

/** Texts as messages show them. */
final class Texts {

    private static final int SHORT = 60;

    private Texts() {}

    /** Returns at most {@value #SHORT} characters of a text, on one line. */
    static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= SHORT ? line : line.substring(0, SHORT - 1) + "…";
    }

    /** Returns a value as a message shows it. */
    static String quoted(Object value) {
        return switch (value) {
            case String s -> "'" + shortened(s) + "'";
            case Long _, Double _, Boolean _ -> value.toString();
            default -> "of type " + Type.of(value).word();
        };
    }
}

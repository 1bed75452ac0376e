package io.millrace.graph;

/** How the names of components, inputs and outputs are made. */
final class Names {

    static final String RULE =
            "a name is letters, digits, '_' and '-' inside, and begins with a letter";

    private Names() {}

    static boolean isName(String text) {
        if (text.isEmpty() || !isLetter(text.charAt(0)) || text.endsWith("-")) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}

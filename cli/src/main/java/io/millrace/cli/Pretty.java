package io.millrace.cli;

import io.millrace.api.Document;

/** JSON over several lines, for people. */
final class Pretty {

    private static final int INDENT = 2;

    private Pretty() {}

    /**
     * Returns a value as text.
     *
     * @param indent by how much all lines but the first are indented
     */
    static String text(Document value, int indent) {
        var text = new StringBuilder();
        append(text, value, indent);
        return text.toString();
    }

    private static void append(StringBuilder text, Document value, int indent) {
        boolean object = value.kind() == Document.Kind.OBJECT;
        if (value.size() == 0) {
            text.append(value);
            return;
        }
        text.append(object ? '{' : '[');
        for (int slot = 0; slot < value.size(); slot++) {
            text.append(slot == 0 ? "\n" : ",\n").repeat(' ', indent + INDENT);
            if (object) {
                text.append(Document.of(value.name(slot))).append(": ");
            }
            append(text, value.at(slot), indent + INDENT);
        }
        text.append('\n').repeat(' ', indent).append(object ? '}' : ']');
    }
}

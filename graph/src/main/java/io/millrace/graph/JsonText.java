package io.millrace.graph;

import java.util.List;

/** Writes JSON. */
final class JsonText {

    private JsonText() {}

    /** Adds a field to an object that has one already. */
    static void field(StringBuilder out, String name, String value) {
        out.append(",\"").append(name).append("\":");
        quote(out, value);
    }

    /** Adds a field with a list of texts to an object that has one already. */
    static void field(StringBuilder out, String name, List<String> values) {
        out.append(",\"").append(name).append("\":[");
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : ",");
            quote(out, values.get(i));
        }
        out.append(']');
    }

    static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(c < 16 ? "0" : "");
                        out.append(Integer.toHexString(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}

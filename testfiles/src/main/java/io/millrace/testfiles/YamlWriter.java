package io.millrace.testfiles;

import io.millrace.api.Document;
import io.millrace.graph.ConfigValue;
import io.millrace.graph.CoreSchema;

import java.util.regex.Pattern;

/** Writes documents as a person would write them in YAML, each in one line. */
final class YamlWriter {

    /** What needs no quotes, also between braces and brackets. */
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_./+-]*( [A-Za-z0-9_./+-]+)*");

    private YamlWriter() {}

    /** Returns a document in flow style. */
    static String flow(Document document) {
        return switch (document.kind()) {
            case OBJECT -> {
                var text = new StringBuilder("{");
                for (int i = 0; i < document.size(); i++) {
                    text.append(i == 0 ? " " : ", ").append(text(document.name(i)));
                    text.append(": ").append(flow(document.at(i)));
                }
                yield text.append(document.size() == 0 ? "}" : " }").toString();
            }
            case ARRAY -> {
                var text = new StringBuilder("[");
                for (int i = 0; i < document.size(); i++) {
                    text.append(i == 0 ? "" : ", ").append(flow(document.at(i)));
                }
                yield text.append("]").toString();
            }
            case STRING -> text(document.asString());
            case INTEGER, FLOAT, BIG, BOOLEAN, NULL -> document.toString();
        };
    }

    /** Returns a text, in quotes if it could be taken for something else. */
    static String text(String text) {
        boolean isPlain =
                PLAIN.matcher(text).matches() && CoreSchema.kindOf(text) == ConfigValue.Kind.TEXT;
        return isPlain ? text : Document.of(text).toString();
    }
}

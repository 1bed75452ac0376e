package io.millrace.graph;

import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Kind;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.ConfigValue.Sequence;

import java.util.ArrayList;

/**
 * Reads the text of a default, which is one line of YAML: a scalar, or lists and mappings in
 * brackets and braces. There is no parser of YAML here, and at most a handful of such texts.
 */
final class Defaults {

    private static final String ENDS_INSIDE = ",[]{}";

    private final String text;
    private int at;

    private Defaults(String text) {
        this.text = text;
    }

    /**
     * Returns the value.
     *
     * @throws IllegalArgumentException if the text cannot be read
     */
    static ConfigValue parse(String text) {
        if (text.isEmpty()) {
            return Scalar.text("");
        }
        var reader = new Defaults(text);
        ConfigValue value = "[{'\"".indexOf(text.charAt(0)) >= 0 ? reader.value() : plain(text);
        if (reader.at > 0 && reader.at < text.length()) {
            throw reader.bad();
        }
        return value;
    }

    private ConfigValue value() {
        skipBlanks();
        char first = at < text.length() ? text.charAt(at) : ',';
        return switch (first) {
            case '[' -> list();
            case '{' -> mapping();
            case '\'', '"' -> Scalar.text(quoted(first));
            default -> plain(bare(ENDS_INSIDE));
        };
    }

    private ConfigValue list() {
        var elements = new ArrayList<ConfigValue>();
        at++;
        while (!ends(']')) {
            elements.add(value());
            separate(']');
        }
        return new Sequence(elements, Position.NONE);
    }

    private ConfigValue mapping() {
        var fields = new ArrayList<Field>();
        at++;
        while (!ends('}')) {
            char first = text.charAt(at);
            String key = first == '\'' || first == '"' ? quoted(first) : bare(":,[]{}");
            skipBlanks();
            if (at >= text.length() || text.charAt(at) != ':') {
                throw bad();
            }
            at++;
            fields.add(new Field(Scalar.text(key), value()));
            separate('}');
        }
        return new Mapping(fields, Position.NONE);
    }

    /** Steps over the end of a list or mapping, if it is here. */
    private boolean ends(char end) {
        skipBlanks();
        if (at >= text.length()) {
            throw bad();
        }
        if (text.charAt(at) != end) {
            return false;
        }
        at++;
        return true;
    }

    private void separate(char end) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
        } else if (at >= text.length() || text.charAt(at) != end) {
            throw bad();
        }
    }

    private String quoted(char quote) {
        var out = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                boolean isDoubled =
                        quote == '\'' && at + 1 < text.length() && text.charAt(at + 1) == quote;
                at++;
                if (!isDoubled) {
                    return out.toString();
                }
            } else if (c == '\\' && quote == '"' && at + 1 < text.length()) {
                c = escaped(text.charAt(++at));
            }
            out.append(c);
        }
        throw bad();
    }

    private char escaped(char letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '"', '\\', '/' -> letter;
            default -> throw bad();
        };
    }

    private String bare(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at).strip();
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private static ConfigValue plain(String text) {
        return new Scalar(
                text.isEmpty() ? Kind.TEXT : CoreSchema.kindOf(text),
                text,
                Position.NONE,
                (offset, length) -> Position.NONE);
    }

    private IllegalArgumentException bad() {
        return new IllegalArgumentException("the default '" + text + "' is not one line of YAML");
    }
}

package io.millrace.fuzz;

import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Jackson's reading of a JSON text, put together by the factories of {@link Document} so that it
 * has nothing of our parser. Where docs/documents.md is narrower than RFC 8259, so is this: 200
 * levels, 1,000 digits.
 */
final class Reference {

    private static final int MOST_DIGITS = 1_000;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Document.MAX_DEPTH)
                                    .maxNumberLength(1 << 20)
                                    .build())
                    .build();

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private Reference() {}

    /** Returns the value, or null if the text is to be refused. */
    static @Nullable Document parse(byte[] json) {
        String text = Utf8Text.of(json);
        if (text == null) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), whole(text))) {
            if (parser.nextToken() == null) {
                return null;
            }
            Document value = value(parser);
            return parser.nextToken() == null ? value : null;
        } catch (JacksonException | Refused e) {
            return null;
        }
    }

    private static Document value(JsonParser parser) throws Refused {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> Document.of(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> Document.of(true);
            case VALUE_FALSE -> Document.of(false);
            case VALUE_NULL -> Document.ofNull();
            default -> throw new AssertionError(parser.currentToken());
        };
    }

    private static Document object(JsonParser parser) throws Refused {
        Map<String, Document> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        Document.Builder object = Document.object();
        fields.forEach(object::put);
        return object.build();
    }

    private static Document array(JsonParser parser) throws Refused {
        List<Document> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return Document.array(elements);
    }

    /** Numbers that Document.of cannot make, the large ones, are parsed by themselves. */
    private static Document number(String text) throws Refused {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        if (digits.length() > MOST_DIGITS) {
            throw new Refused();
        }
        boolean isInteger = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        if (isInteger) {
            try {
                return Document.of(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return big(text);
            }
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? big(text) : Document.of(value);
    }

    private static Document big(String text) {
        Document number = Document.parse(text);
        if (number.kind() != Document.Kind.BIG || !number.toString().equals(text)) {
            throw new AssertionError(text + " is not kept as it was written");
        }
        return number;
    }

    /**
     * Replaces escaped halves of surrogate pairs, which Jackson refuses in some places, by U+FFFD;
     * refuses escapes of other digits than those of ASCII, of which Jackson takes some.
     */
    private static String whole(String json) throws Refused {
        var whole = new StringBuilder(json);
        for (int i = whole.indexOf("\\"); i >= 0; i = whole.indexOf("\\", i)) {
            int unit = escaped(whole, i);
            if (Character.isHighSurrogate((char) unit)
                    && Character.isLowSurrogate((char) escaped(whole, i + 6))) {
                i += 12;
            } else if (Character.isSurrogate((char) unit)) {
                whole.replace(i + 2, i + 6, "fffd");
                i += 6;
            } else {
                i += 2;
            }
        }
        return whole.toString();
    }

    /** Returns the unit that is written as an escape of six characters here; 0 if there is none. */
    private static int escaped(CharSequence text, int at) throws Refused {
        if (at + 6 > text.length() || text.charAt(at) != '\\' || text.charAt(at + 1) != 'u') {
            return 0;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                throw new Refused();
            }
            unit = 16 * unit + HexFormat.fromHexDigit(text.charAt(i));
        }
        return unit;
    }
}

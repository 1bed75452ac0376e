package io.millrace.engine.letters;

import io.millrace.api.Document;
import io.millrace.api.Document.Kind;
import io.millrace.api.DocumentException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Items and keys as they are kept in JSON. */
final class KeptItem {

    /** A document whose text is kept, since it would be nested too deep in another. */
    static final String JSON = "json";

    private KeptItem() {}

    /** Returns the name of what an item is, if more than its text is needed to make it again. */
    static @Nullable String type(Object item) {
        return switch (item) {
            case String _ -> "string";
            case byte[] _ -> "bytes";
            case Long _ -> "long";
            case Integer _ -> "int";
            case Short _ -> "short";
            case Byte _ -> "byte";
            case Double _ -> "double";
            case Float _ -> "float";
            case Boolean _ -> "boolean";
            case Character _ -> "char";
            case Instant _ -> "instant";
            default -> null;
        };
    }

    /** Returns whether an item can be made again of what is kept. */
    static boolean isKept(Object item) {
        return item instanceof Document || type(item) != null;
    }

    /**
     * Makes an item again.
     *
     * @param type as {@link #type}; null for a document
     * @param kept its text, or the document
     * @param base64 its bytes where these are no text, or null
     * @throws DocumentException if its text is of another kind
     * @throws IllegalArgumentException if there is no such type, or that is no such item
     * @throws java.time.DateTimeException if that is no such time
     */
    static Object restore(@Nullable String type, Document kept, @Nullable String base64) {
        return switch (type) {
            case null -> kept;
            case JSON -> Document.parse(kept.asString());
            case "string" -> kept.asString();
            case "bytes" ->
                    base64 == null
                            ? kept.asString().getBytes(StandardCharsets.UTF_8)
                            : Base64.getDecoder().decode(base64);
            case "long" -> Long.valueOf(kept.asString());
            case "int" -> Integer.valueOf(kept.asString());
            case "short" -> Short.valueOf(kept.asString());
            case "byte" -> Byte.valueOf(kept.asString());
            case "double" -> Double.valueOf(kept.asString());
            case "float" -> Float.valueOf(kept.asString());
            case "boolean" -> Boolean.valueOf(kept.asString());
            case "char" -> character(kept.asString());
            case "instant" -> Instant.parse(kept.asString());
            default -> throw new IllegalArgumentException("there is no item type '" + type + "'");
        };
    }

    private static char character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("'" + text + "' is not one character");
        }
        return text.charAt(0);
    }

    /** Returns a key as JSON. */
    static Document key(Object key) {
        return switch (key) {
            case Document document -> document;
            case Long number -> Document.of(number);
            case Double number -> Document.of(number);
            case Boolean value -> Document.of(value);
            default -> Document.of(key.toString());
        };
    }

    /** Makes a key again, as an expression gives it. */
    static @Nullable Object restoreKey(@Nullable Document key) {
        if (key == null) {
            return null;
        }
        Kind kind = key.kind();
        return switch (kind) {
            case STRING -> key.asString();
            case INTEGER -> key.asLong();
            case FLOAT -> key.asDouble();
            case BOOLEAN -> key.asBoolean();
            case NULL -> null;
            case OBJECT, ARRAY, BIG -> key;
        };
    }
}

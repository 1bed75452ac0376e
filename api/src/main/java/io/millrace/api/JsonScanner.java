package io.millrace.api;

import org.jspecify.annotations.Nullable;

/** Walks over the bytes of one JSON value, refuses what is none and notes where its fields are. */
final class JsonScanner {
    /*
     * One pass: grammar (RFC 8259), UTF-8, depth and length of numbers. Methods take the position
     * of the first byte of what they read and return the position after its last one; what else
     * there is to say about a value is left in kind, escaped and deepest. Only the fields of the
     * outermost object are written down, those of inner values when somebody asks for them.
     */

    private static final int MAX_DIGITS = 1000;

    private final byte[] bytes;
    private final int end;

    /** Kind of the value last read, as {@link JsonDocument} counts them. */
    private int kind;

    /** Set when a string with an escape has been read. */
    private boolean escaped;

    /** Set when a line break between tokens has been read. */
    private boolean broken;

    private int deepest;

    /** What an index is to say of the field name last read. */
    private int nameMeta;

    private JsonScanner(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** Reads a whole text: one value and white space around it. */
    static JsonDocument parse(byte[] bytes) {
        return new JsonScanner(bytes, bytes.length).document();
    }

    /** Notes the fields of an object, or the elements of an array, known to be valid. */
    static int[] index(byte[] bytes, int from, int to) {
        var index = new JsonIndex(likelySlots(to - from));
        var scanner = new JsonScanner(bytes, to);
        if (bytes[from] == '{') {
            scanner.object(from, 1, index);
        } else {
            scanner.array(from, 1, index);
        }
        return index.finish();
    }

    private static int likelySlots(int length) {
        return Math.clamp(length / 16, 4, 64);
    }

    private JsonDocument document() {
        int start = space(0);
        if (start == end) {
            throw fail(start, "expected a JSON value, found nothing");
        }
        broken = false;
        int @Nullable [] index = null;
        int stop;
        if (bytes[start] == '{') {
            var fields = new JsonIndex(likelySlots(end - start));
            stop = object(start, 1, fields);
            index = fields.finish();
        } else {
            stop = value(start, 0);
        }
        int flags = flags();
        boolean lines = broken;
        int rest = space(stop);
        if (rest < end) {
            throw fail(rest, "expected nothing after the value, found " + found(rest));
        }
        return lines
                ? parse(JsonText.withoutSpace(bytes, start, stop))
                : new JsonDocument(bytes, start, stop, flags, deepest, index);
    }

    private int value(int at, int depth) {
        if (at == end) {
            throw fail(at, "expected a value, found " + found(at));
        }
        return switch (bytes[at]) {
            case '"' -> {
                int after = string(at);
                kind = JsonDocument.STRING;
                yield after;
            }
            case '{' -> object(at, depth + 1, null);
            case '[' -> array(at, depth + 1, null);
            case 't' -> word(at, "true", JsonDocument.BOOLEAN);
            case 'f' -> word(at, "false", JsonDocument.BOOLEAN);
            case 'n' -> word(at, "null", JsonDocument.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(at);
            default -> throw fail(at, "expected a value, found " + found(at));
        };
    }

    private int object(int at, int depth, @Nullable JsonIndex index) {
        enter(at, depth);
        int next = space(at + 1);
        if (is(next, '}')) {
            kind = JsonDocument.OBJECT;
            return next + 1;
        }
        while (true) {
            if (!is(next, '"')) {
                throw fail(next, "expected a field name in double quotes, found " + found(next));
            }
            int name = next + 1;
            int start = space(name(next, index != null));
            int meta = nameMeta;
            escaped = false;
            next = value(start, depth);
            if (index != null) {
                index.field(bytes, name, start, next, meta | flags());
            }
            next = space(next);
            if (is(next, '}')) {
                kind = JsonDocument.OBJECT;
                return next + 1;
            }
            if (!is(next, ',')) {
                throw fail(next, "expected ',' or '}' after a field, found " + found(next));
            }
            next = space(next + 1);
        }
    }

    /** Reads a field's name and the colon behind it; apart, since so the loop compiles better. */
    private int name(int at, boolean noted) {
        escaped = false;
        int end = string(at);
        if (noted) {
            int hash = JsonName.hash(bytes, at + 1, end - 1, escaped);
            nameMeta = JsonIndex.meta(hash, escaped, 0);
        }
        int next = space(end);
        if (!is(next, ':')) {
            throw fail(next, "expected ':' after a field name, found " + found(next));
        }
        return next + 1;
    }

    private int array(int at, int depth, @Nullable JsonIndex index) {
        enter(at, depth);
        int next = space(at + 1);
        if (is(next, ']')) {
            kind = JsonDocument.ARRAY;
            return next + 1;
        }
        while (true) {
            escaped = false;
            int start = next;
            next = value(start, depth);
            if (index != null) {
                index.element(start, next, flags());
            }
            next = space(next);
            if (is(next, ']')) {
                kind = JsonDocument.ARRAY;
                return next + 1;
            }
            if (!is(next, ',')) {
                throw fail(next, "expected ',' or ']' after an element, found " + found(next));
            }
            next = space(next + 1);
        }
    }

    private void enter(int at, int depth) {
        if (depth > deepest) {
            if (depth > Document.MAX_DEPTH) {
                throw fail(at, "nested more than " + Document.MAX_DEPTH + " deep");
            }
            deepest = depth;
        }
    }

    private int flags() {
        return kind | (escaped ? JsonDocument.ESCAPED : 0);
    }

    private int word(int at, String word, int wordKind) {
        for (int i = 1; i < word.length(); i++) {
            if (!is(at + i, word.charAt(i))) {
                throw fail(at, "expected a value, found " + found(at));
            }
        }
        kind = wordKind;
        return at + word.length();
    }

    private int string(int at) {
        int next = at + 1;
        while (true) {
            next = JsonText.special(bytes, next, end);
            if (next >= end) {
                throw fail(end, "expected '\"' at the end of a string, found " + found(end));
            }
            byte b = bytes[next];
            if (b == '"') {
                return next + 1;
            } else if (b == '\\') {
                escaped = true;
                next = escape(next);
            } else if (b < 0) {
                next = multibyte(next);
            } else {
                throw fail(next, found(next) + " in a string must be escaped");
            }
        }
    }

    private int escape(int at) {
        int letter = at + 1 < end ? bytes[at + 1] : -1;
        return switch (letter) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
            case 'u' -> hexDigits(at + 2);
            default ->
                    throw fail(
                            at + 1,
                            "expected one of \" \\ / b f n r t u after '\\', found "
                                    + found(at + 1));
        };
    }

    private int hexDigits(int at) {
        for (int i = at; i < at + 4; i++) {
            if (i >= end || Character.digit(bytes[i], 16) < 0) {
                throw fail(i, "expected four hex digits after \\u, found " + found(i));
            }
        }
        return at + 4;
    }

    private int multibyte(int at) {
        int next = at;
        do {
            int length = JsonText.lengthOfCharacter(bytes, next, end);
            if (length == 0) {
                throw fail(next, found(next) + " is not UTF-8");
            }
            next += length;
        } while (next < end && bytes[next] < 0);
        return next;
    }

    private int number(int at) {
        int digits = is(at, '-') ? at + 1 : at;
        int next = digits(digits);
        if (next == digits) {
            throw fail(next, "expected a digit after '-', found " + found(next));
        }
        if (bytes[digits] == '0' && next > digits + 1) {
            throw fail(digits, "a number must not begin with 0");
        }
        int whole = next;
        if (is(next, '.')) {
            next = digits(next + 1);
            if (next == whole + 1) {
                throw fail(next, "expected a digit after '.', found " + found(next));
            }
        }
        if (is(next, 'e') || is(next, 'E')) {
            int exponent = is(next + 1, '+') || is(next + 1, '-') ? next + 2 : next + 1;
            next = digits(exponent);
            if (next == exponent) {
                throw fail(next, "expected a digit in the exponent, found " + found(next));
            }
        }
        if (next - digits > MAX_DIGITS) {
            throw fail(at, "a number has more than " + MAX_DIGITS + " digits");
        }
        kind = JsonNumber.kind(bytes, at, whole, next);
        return next;
    }

    private int digits(int at) {
        int next = at;
        while (next < end && bytes[next] >= '0' && bytes[next] <= '9') {
            next++;
        }
        return next;
    }

    private int space(int at) {
        return at < end && bytes[at] > ' ' ? at : skipSpace(at);
    }

    private int skipSpace(int at) {
        int next = at;
        while (next < end) {
            byte b = bytes[next];
            if (b > ' ') {
                break;
            } else if (b == '\n' || b == '\r') {
                broken = true;
            } else if (b != ' ' && b != '\t') {
                break;
            }
            next++;
        }
        return next;
    }

    private boolean is(int at, int expected) {
        return at < end && bytes[at] == expected;
    }

    private String found(int at) {
        return JsonText.describe(bytes, at, end);
    }

    private static DocumentException fail(int at, String message) {
        return new DocumentException(message, at);
    }
}

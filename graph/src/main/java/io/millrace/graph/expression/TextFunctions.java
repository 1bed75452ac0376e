package io.millrace.graph.expression;

import static io.millrace.graph.expression.Type.BOOL;
import static io.millrace.graph.expression.Type.INT;
import static io.millrace.graph.expression.Type.LIST;
import static io.millrace.graph.expression.Type.STRING;

import java.util.ArrayList;
import java.util.List;

/** The functions of text. Positions count characters (code points), from 0. */
final class TextFunctions {

    private TextFunctions() {}

    static List<Overload> overloads(String name) {
        return switch (name) {
            case "contains" ->
                    List.of(
                            Overload.of(
                                    BOOL,
                                    (a, s) -> searched(a, s).contains((String) a[1]),
                                    STRING,
                                    STRING));
            case "startsWith" ->
                    List.of(
                            Overload.of(
                                    BOOL,
                                    (a, _) -> ((String) a[0]).startsWith((String) a[1]),
                                    STRING,
                                    STRING));
            case "endsWith" ->
                    List.of(
                            Overload.of(
                                    BOOL,
                                    (a, _) -> ((String) a[0]).endsWith((String) a[1]),
                                    STRING,
                                    STRING));
            case "matches" ->
                    List.of(
                            Overload.of(
                                    BOOL,
                                    (a, s) -> Regex.of((String) a[1]).matches((String) a[0], s),
                                    STRING,
                                    STRING));
            case "charAt" -> List.of(Overload.of(STRING, TextFunctions::charAt, STRING, INT));
            case "indexOf" -> withStart(TextFunctions::indexOf);
            case "lastIndexOf" -> withStart(TextFunctions::lastIndexOf);
            case "substring" ->
                    List.of(
                            Overload.of(STRING, TextFunctions::substring, STRING, INT),
                            Overload.of(STRING, TextFunctions::substring, STRING, INT, INT));
            case "lowerAscii" ->
                    List.of(Overload.of(STRING, (a, s) -> ascii(read(a[0], s), 'A', 32), STRING));
            case "upperAscii" ->
                    List.of(Overload.of(STRING, (a, s) -> ascii(read(a[0], s), 'a', -32), STRING));
            case "trim" -> List.of(Overload.of(STRING, (a, s) -> read(a[0], s).strip(), STRING));
            case "replace" ->
                    List.of(
                            Overload.of(STRING, TextFunctions::replace, STRING, STRING, STRING),
                            Overload.of(
                                    STRING, TextFunctions::replace, STRING, STRING, STRING, INT));
            case "split" ->
                    List.of(
                            Overload.of(LIST, TextFunctions::split, STRING, STRING),
                            Overload.of(LIST, TextFunctions::split, STRING, STRING, INT));
            case "join" ->
                    List.of(
                            Overload.of(STRING, TextFunctions::join, LIST),
                            Overload.of(STRING, TextFunctions::join, LIST, STRING));
            default -> List.of();
        };
    }

    private static List<Overload> withStart(Overload.Body body) {
        return List.of(
                Overload.of(INT, body, STRING, STRING),
                Overload.of(INT, body, STRING, STRING, INT));
    }

    /** Returns the number of characters. */
    static long size(String text, Scope scope) {
        scope.chargeLength(text.length());
        return text.codePointCount(0, text.length());
    }

    private static String read(Object text, Scope scope) {
        scope.chargeLength(((String) text).length());
        return (String) text;
    }

    /** Returns the text in which another is sought. */
    private static String searched(Object[] a, Scope scope) {
        scope.chargeSearch((String) a[0], (String) a[1]);
        return (String) a[0];
    }

    /** Returns the index in the string of the character at a position from 0 to the size. */
    private static int index(String text, long position) {
        long size = text.codePointCount(0, text.length());
        if (position < 0 || position > size) {
            throw new Failure("no position " + position + " in a text of " + size + " characters");
        }
        return text.offsetByCodePoints(0, (int) position);
    }

    private static Object charAt(Object[] a, Scope scope) {
        String text = read(a[0], scope);
        int index = index(text, (Long) a[1]);
        return index == text.length() ? "" : Character.toString(text.codePointAt(index));
    }

    private static Object substring(Object[] a, Scope scope) {
        String text = read(a[0], scope);
        int from = index(text, (Long) a[1]);
        int to = a.length == 3 ? index(text, (Long) a[2]) : text.length();
        if (from > to) {
            throw new Failure("no text from position " + a[1] + " to " + a[2]);
        }
        return text.substring(from, to);
    }

    private static Object indexOf(Object[] a, Scope scope) {
        String text = searched(a, scope);
        int from = a.length == 3 ? index(text, (Long) a[2]) : 0;
        return position(text, text.indexOf((String) a[1], from));
    }

    private static Object lastIndexOf(Object[] a, Scope scope) {
        String text = searched(a, scope);
        int from = a.length == 3 ? index(text, (Long) a[2]) : text.length();
        return position(text, text.lastIndexOf((String) a[1], from));
    }

    private static long position(String text, int index) {
        return index < 0 ? -1 : text.codePointCount(0, index);
    }

    /** Shifts the 26 letters that begin with {@code first}. */
    private static String ascii(String text, char first, int shift) {
        var shifted = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= first && c < first + 26) {
                shifted.setCharAt(i, (char) (c + shift));
            }
        }
        return shifted.toString();
    }

    private static Object replace(Object[] a, Scope scope) {
        String text = searched(a, scope);
        String old = (String) a[1];
        String replacement = (String) a[2];
        long most = a.length == 4 && (Long) a[3] >= 0 ? (Long) a[3] : Long.MAX_VALUE;
        var result = new StringBuilder();
        int at = 0;
        while (most > 0) {
            int found = text.indexOf(old, at);
            if (found < 0) {
                break;
            }
            scope.chargeLength(replacement.length());
            result.append(text, at, found).append(replacement);
            at = found + old.length();
            most--;
            if (old.isEmpty()) {
                if (at == text.length()) {
                    break;
                }
                int next = text.offsetByCodePoints(at, 1);
                result.append(text, at, next);
                at = next;
            }
        }
        return result.append(text, at, text.length()).toString();
    }

    private static Object split(Object[] a, Scope scope) {
        String text = searched(a, scope);
        String separator = (String) a[1];
        long most = a.length == 3 && (Long) a[2] >= 0 ? (Long) a[2] : Long.MAX_VALUE;
        var parts = new ArrayList<Object>();
        if (most == 0) {
            return parts;
        }
        int at = 0;
        while (parts.size() < most - 1) {
            int end =
                    separator.isEmpty()
                            ? at < text.length() ? text.offsetByCodePoints(at, 1) : -1
                            : text.indexOf(separator, at);
            if (end < 0 || (separator.isEmpty() && end == text.length())) {
                break;
            }
            scope.charge(1);
            parts.add(text.substring(at, end));
            at = end + separator.length();
        }
        if (!separator.isEmpty() || at < text.length()) {
            parts.add(text.substring(at));
        }
        return parts;
    }

    private static Object join(Object[] a, Scope scope) {
        String separator = a.length == 2 ? (String) a[1] : "";
        var joined = new StringBuilder();
        for (int i = 0; i < Values.size(a[0]); i++) {
            Object part = Values.element(a[0], i);
            if (!(part instanceof String text)) {
                throw new Failure("join() does not take a list with " + Type.of(part).word());
            }
            scope.chargeLength((long) text.length() + separator.length());
            joined.append(i == 0 ? "" : separator).append(text);
        }
        return joined.toString();
    }
}

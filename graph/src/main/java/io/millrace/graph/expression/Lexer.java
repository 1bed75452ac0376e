package io.millrace.graph.expression;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Cuts the text of an expression into words. */
final class Lexer {

    /** The one integer that is in range only after a minus. */
    static final BigInteger MIN_MAGNITUDE = BigInteger.ONE.shiftLeft(63);

    private static final List<String> SYMBOLS =
            List.of("&&", "||", "==", "!=", "<=", ">=", ".", ",", ":", "?", "(", ")", "[", "]", "{")
                    .reversed();
    private static final String SINGLE = "}<>!+-*/%.,:?()[]{";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** Returns the words of a text; the last is {@link Token.Kind#END}. */
    static List<Token> tokens(String text) {
        return new Lexer(text).run();
    }

    private List<Token> run() {
        while (skipBlanks()) {
            char c = text.charAt(at);
            if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
                number();
            } else if (startsText()) {
                text();
            } else if (isNameStart(c)) {
                name();
            } else if (c == '`') {
                quotedName();
            } else {
                symbol(c);
            }
        }
        tokens.add(new Token(Token.Kind.END, "", "", text.length(), text.length()));
        return tokens;
    }

    /** Moves to the next word; false at the end. */
    private boolean skipBlanks() {
        while (at < text.length()) {
            if (text.startsWith("//", at)) {
                int line = text.indexOf('\n', at);
                at = line < 0 ? text.length() : line;
            } else if (" \t\n\r\f".indexOf(text.charAt(at)) >= 0) {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void symbol(char c) {
        for (String symbol : SYMBOLS) {
            if (symbol.length() == 2 && text.startsWith(symbol, at)) {
                if (text.startsWith("===", at) || text.startsWith("!==", at)) {
                    throw error("no operator '" + symbol + "='", 3, "write " + symbol);
                }
                add(Token.Kind.SYMBOL, symbol, 2);
                return;
            }
        }
        if (SINGLE.indexOf(c) >= 0) {
            add(Token.Kind.SYMBOL, String.valueOf(c), 1);
            return;
        }
        String word = Character.toString(text.codePointAt(at));
        throw error("unexpected '" + printable(word) + "'", word.length(), meantBy(c));
    }

    private static @Nullable String meantBy(char c) {
        return switch (c) {
            case '=' -> "write == to compare; an expression changes nothing";
            case '&' -> "write && for 'and'";
            case '|' -> "write || for 'or'";
            case '“', '”', '„', '‘', '’' -> "write straight quotes: \" or '";
            case '#' -> "a comment begins with //";
            case '$' -> "write a variable by its name alone";
            case ';' -> "an expression is one value, without ';'";
            default -> null;
        };
    }

    private void add(Token.Kind kind, Object value, int length) {
        String word = text.substring(at, at + length);
        tokens.add(new Token(kind, word, value, at, at + length));
        at += length;
    }

    private void name() {
        int end = at;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        String word = text.substring(at, end);
        switch (word) {
            case "true" -> add(Token.Kind.LITERAL, true, word.length());
            case "false" -> add(Token.Kind.LITERAL, false, word.length());
            case "null" -> add(Token.Kind.LITERAL, Null.NULL, word.length());
            case "in" -> add(Token.Kind.SYMBOL, word, word.length());
            default -> add(Token.Kind.NAME, word, word.length());
        }
    }

    private void quotedName() {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
            throw error("the quoted name does not end", text.length() - at, "close it with `");
        }
        String word = text.substring(at + 1, end);
        if (word.isEmpty()) {
            throw error("the quoted name is empty", 2, null);
        }
        tokens.add(new Token(Token.Kind.QUOTED, word, word, at, end + 1));
        at = end + 1;
    }

    private void number() {
        int end = at;
        boolean whole = true;
        Object value;
        if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
            end += 2;
            while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
                end++;
            }
            value = end - at == 2 ? wrongNumber(end) : integer(text.substring(at + 2, end), 16);
        } else {
            end = digits(end);
            if (end + 1 < text.length()
                    && text.charAt(end) == '.'
                    && isDigit(text.charAt(end + 1))) {
                whole = false;
                end = digits(end + 1);
            }
            int exponent = exponent(end);
            if (exponent > end) {
                whole = false;
                end = exponent;
            }
            value = whole ? integer(text.substring(at, end), 10) : real(text.substring(at, end));
        }
        if (end < text.length() && isNamePart(text.charAt(end))) {
            value = wrongNumber(end);
        }
        add(Token.Kind.LITERAL, value, end - at);
    }

    private int digits(int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Returns the end of the exponent that starts there, or {@code from} if none does. */
    private int exponent(int from) {
        if (from >= text.length() || "eE".indexOf(text.charAt(from)) < 0) {
            return from;
        }
        int first = from + 1;
        if (first < text.length() && "+-".indexOf(text.charAt(first)) >= 0) {
            first++;
        }
        int end = digits(first);
        return end == first ? from : end;
    }

    private Object integer(String digits, int radix) {
        var value = new BigInteger(digits.length() > 40 ? "9".repeat(40) : digits, radix);
        if (value.compareTo(MIN_MAGNITUDE) > 0) {
            throw error(
                    "the integer is out of range",
                    digits.length() + (radix == 16 ? 2 : 0),
                    "the largest is 9223372036854775807; with a fraction it is a double");
        }
        return value.equals(MIN_MAGNITUDE) ? value : (Object) value.longValue();
    }

    private Object real(String digits) {
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            throw error("the number is out of range", digits.length(), null);
        }
        return value;
    }

    private Object wrongNumber(int from) {
        int end = from;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        String word = text.substring(at, end);
        String unit = text.substring(from, end);
        if (unit.equals("u") || unit.equals("U")) {
            throw error(
                    "unsigned integers are not supported: " + word,
                    word.length(),
                    "write " + word.substring(0, word.length() - 1));
        }
        throw error(
                "no number: " + word,
                word.length(),
                unit.matches("ns|us|ms|s|m|h")
                        ? "write duration(\"" + word + "\") for a length of time"
                        : null);
    }

    /** Whether a text or bytes literal starts here, with its prefix. */
    private boolean startsText() {
        int i = at;
        if (i < text.length() && "bB".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        if (i < text.length() && "rR".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i < text.length() && "\"'".indexOf(text.charAt(i)) >= 0;
    }

    private void text() {
        var literal = new TextLiteral(text, at);
        Object value = literal.read();
        add(Token.Kind.LITERAL, value, literal.end() - at);
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    private ExpressionSyntaxException error(String message, int length, @Nullable String hint) {
        return new ExpressionSyntaxException(message, at, length, hint);
    }

    private static String printable(String word) {
        int c = word.codePointAt(0);
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE
                ? String.format("U+%04X", c)
                : word;
    }
}

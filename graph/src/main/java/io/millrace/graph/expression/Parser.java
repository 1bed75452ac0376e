package io.millrace.graph.expression;

import io.millrace.graph.expression.Ast.Span;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes the syntax tree of an expression, within bounds of size and depth. */
final class Parser {

    /** The longest text, in bytes of UTF-8. */
    static final int MAX_BYTES = 16 << 10;

    /** The largest tree, in nodes. */
    static final int MAX_NODES = 2_000;

    /** The deepest nesting. */
    static final int MAX_DEPTH = 64;

    private static final Set<String> RESERVED =
            Set.of(
                    "as",
                    "break",
                    "const",
                    "continue",
                    "else",
                    "for",
                    "function",
                    "if",
                    "import",
                    "let",
                    "loop",
                    "package",
                    "namespace",
                    "return",
                    "var",
                    "void",
                    "while");

    private final List<Token> tokens;
    private int at;
    private int nodes;
    private int depth;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Ast parse(String text) {
        if (bytes(text) > MAX_BYTES) {
            throw new ExpressionSyntaxException(
                    "the expression is longer than 16 KiB", 0, text.length(), null);
        }
        var parser = new Parser(Lexer.tokens(text));
        Ast ast = parser.expression();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected();
        }
        checkDepth(ast, 1);
        return ast;
    }

    private static long bytes(String text) {
        return text.chars().mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : 3).sum();
    }

    private Ast expression() {
        enter();
        int start = peek().start();
        Ast condition = binary(Operator.LOOSEST);
        if (peek().is("?")) {
            Token symbol = next();
            Ast then = binary(Operator.LOOSEST);
            expect(":", "a choice is written condition ? value : other; optional access, a.?b");
            Ast otherwise = expression();
            condition = operation(Operator.CONDITIONAL, symbol, start, condition, then, otherwise);
        }
        depth--;
        return condition;
    }

    /** Parses operators that bind at least as tightly as the given number. */
    private Ast binary(int binding) {
        int start = peek().start();
        Ast left = unary();
        boolean grouped =
                tokens.get(at - 1).is(")") && tokens.get(at - 1).start() >= left.span().end();
        for (Operator operator = Operator.binary(peek());
                operator != null && operator.binding() >= binding;
                operator = Operator.binary(peek())) {
            Token symbol = next();
            Ast right = binary(operator.binding() + 1);
            if (!grouped && left instanceof Ast.Operation o && chains(operator, o)) {
                var operands = new ArrayList<>(o.operands());
                operands.add(right);
                left = operation(operator, symbol, start, operands.toArray(Ast[]::new));
            } else {
                left = operation(operator, symbol, start, left, right);
            }
            grouped = false;
        }
        return left;
    }

    /** Whether {@code a && b && c} is one operation: so that many conditions are not nested. */
    private static boolean chains(Operator operator, Ast.Operation left) {
        return left.operator() == operator && (operator == Operator.AND || operator == Operator.OR);
    }

    private Ast operation(Operator operator, Token symbol, int start, Ast... operands) {
        return node(
                new Ast.Operation(
                        operator,
                        List.of(operands),
                        Span.of(symbol),
                        new Span(start, previous().end())));
    }

    private Ast unary() {
        Token symbol = peek();
        if (!symbol.is("!") && !symbol.is("-")) {
            return member(primary(), symbol.start());
        }
        next();
        if (symbol.is("-") && peek().value() instanceof Number number) {
            next();
            return member(negative(number, symbol.start()), symbol.start());
        }
        enter();
        Ast operand = unary();
        depth--;
        Operator operator = symbol.is("!") ? Operator.NOT : Operator.NEGATE;
        return operation(operator, symbol, symbol.start(), operand);
    }

    private Ast negative(Number number, int start) {
        var span = new Span(start, previous().end());
        if (number instanceof Double d) {
            return node(new Ast.Literal(-d, span));
        }
        return node(new Ast.Literal(number instanceof Long l ? -l : Long.MIN_VALUE, span));
    }

    /** Parses the selections, calls and indexes that follow a value. */
    private Ast member(Ast first, int start) {
        Ast value = first;
        while (true) {
            if (peek().is(".")) {
                next();
                value = selection(value, start);
            } else if (peek().is("[")) {
                next();
                value = index(value, start);
            } else {
                return value;
            }
        }
    }

    private Ast selection(Ast operand, int start) {
        boolean optional = peek().is("?");
        if (optional) {
            next();
        }
        Token name = next();
        if (name.kind() == Token.Kind.END) {
            throw Span.of(name).error("a field's name is missing at the end", null);
        }
        if (name.kind() != Token.Kind.NAME && name.kind() != Token.Kind.QUOTED) {
            boolean word = Character.isLetter(name.text().isEmpty() ? ' ' : name.text().charAt(0));
            throw Span.of(name)
                    .error(
                            "'" + name.text() + "' is no field's name",
                            word ? "write [\"" + name.text() + "\"]" : null);
        }
        if (!optional && name.kind() == Token.Kind.NAME && peek().is("(")) {
            return call(operand, name, start);
        }
        return node(
                new Ast.Select(
                        operand,
                        name.text(),
                        optional,
                        Span.of(name),
                        new Span(start, name.end())));
    }

    private Ast index(Ast operand, int start) {
        boolean optional = peek().is("?");
        if (optional) {
            next();
        }
        Ast index = expression();
        Token end = expect("]", null);
        return node(new Ast.Index(operand, index, optional, new Span(start, end.end())));
    }

    private Ast call(@Nullable Ast target, Token name, int start) {
        expect("(", null);
        List<Ast> arguments = list(")");
        Token end = previous();
        return node(
                new Ast.Call(
                        target,
                        name.text(),
                        List.copyOf(arguments),
                        Span.of(name),
                        new Span(start, end.end())));
    }

    /** Parses values between commas up to a closing bracket. */
    private List<Ast> list(String close) {
        var values = new ArrayList<Ast>();
        while (!peek().is(close)) {
            values.add(expression());
            if (!peek().is(close)) {
                expect(",", "or close it with '" + close + "'");
            } else if (close.equals(")")) {
                break;
            }
        }
        if (close.equals(")") && previous().is(",")) {
            throw unexpected();
        }
        next();
        return values;
    }

    private Ast primary() {
        Token token = peek();
        if (token.kind() == Token.Kind.LITERAL) {
            return literal(next());
        }
        if (token.kind() == Token.Kind.NAME) {
            return name(next());
        }
        if (token.is("(")) {
            next();
            Ast inner = expression();
            expect(")", null);
            return inner;
        }
        if (token.is("[")) {
            next();
            List<Ast> elements = List.copyOf(list("]"));
            return node(new Ast.ListOf(elements, new Span(token.start(), previous().end())));
        }
        if (token.is("{")) {
            return map(next());
        }
        if (token.is(".") && tokens.get(at + 1).kind() == Token.Kind.NAME) {
            next();
            return name(next());
        }
        throw unexpected();
    }

    private Ast literal(Token token) {
        if (token.value() instanceof BigInteger) {
            throw Span.of(token)
                    .error("the integer is out of range", "the largest is 9223372036854775807");
        }
        return node(new Ast.Literal(token.value(), Span.of(token)));
    }

    private Ast name(Token token) {
        if (RESERVED.contains(token.text())) {
            throw Span.of(token)
                    .error(
                            "'" + token.text() + "' is a reserved word",
                            token.text().equals("if") || token.text().equals("else")
                                    ? "a choice is written condition ? value : other"
                                    : null);
        }
        if (token.text().equals("not") && peek().kind() != Token.Kind.END && startsValue(peek())) {
            throw Span.of(token).error("no operator 'not'", "write ! in front of the value");
        }
        return peek().is("(")
                ? call(null, token, token.start())
                : node(new Ast.Name(token.text(), Span.of(token)));
    }

    private Ast map(Token open) {
        var keys = new ArrayList<Ast>();
        var values = new ArrayList<Ast>();
        while (!peek().is("}")) {
            keys.add(expression());
            expect(":", "a map is written {\"name\": value}");
            values.add(expression());
            if (!peek().is("}")) {
                expect(",", "or close it with '}'");
            }
        }
        Token end = next();
        return node(
                new Ast.MapOf(
                        List.copyOf(keys), List.copyOf(values), new Span(open.start(), end.end())));
    }

    private ExpressionSyntaxException unexpected() {
        Token token = peek();
        Span span = Span.of(token);
        if (token.kind() == Token.Kind.END) {
            return span.error(
                    at == 0 ? "the expression is empty" : "the expression is not complete", null);
        }
        @Nullable Token before = at == 0 ? null : previous();
        @Nullable String hint =
                switch (token.text().toLowerCase(Locale.ROOT)) {
                    case "and" -> "write && for 'and'";
                    case "or" -> "write || for 'or'";
                    case "not" -> "write ! for 'not'";
                    case "is" -> "write == to compare";
                    case "like", "matches" -> "write text.matches(\"pattern\")";
                    case "{" -> "objects of a named type are not supported; a map is {\"a\": 1}";
                    case ">" ->
                            before != null && before.is("<") ? "write != for 'not equal'" : null;
                    case "*" -> before != null && before.is("*") ? "there is no power" : null;
                    default -> null;
                };
        return span.error("unexpected '" + token.text() + "'", hint);
    }

    private static boolean startsValue(Token token) {
        return switch (token.kind()) {
            case NAME, LITERAL -> true;
            case SYMBOL -> token.is("!") || token.is("(");
            case QUOTED, END -> false;
        };
    }

    private Token expect(String symbol, @Nullable String hint) {
        if (peek().is(symbol)) {
            return next();
        }
        ExpressionSyntaxException wrong = unexpected();
        @Nullable String better = wrong.hint();
        throw new ExpressionSyntaxException(
                wrong.getMessage() + " where '" + symbol + "' should be",
                wrong.offset(),
                wrong.length(),
                better == null ? hint : better);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token previous() {
        return tokens.get(at - 1);
    }

    /** Takes a word, but never the end. */
    private Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    private Ast node(Ast ast) {
        if (++nodes > MAX_NODES) {
            throw ast.span()
                    .error(
                            "the expression has more than " + MAX_NODES + " parts",
                            "split it into several components");
        }
        return ast;
    }

    /** Bounds the recursion of the parser; {@link #checkDepth} that of the tree. */
    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw tooDeep(Span.of(peek()));
        }
    }

    private static void checkDepth(Ast ast, int depth) {
        if (depth > MAX_DEPTH) {
            throw tooDeep(ast.span());
        }
        for (Ast child : ast.children()) {
            checkDepth(child, depth + 1);
        }
    }

    private static ExpressionSyntaxException tooDeep(Span span) {
        return span.error(
                "the expression is nested deeper than " + MAX_DEPTH,
                "split it into several components");
    }
}

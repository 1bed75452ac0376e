package io.millrace.graph.expression;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Stream;

/** The syntax tree of an expression. */
sealed interface Ast {

    /** Returns where in the text it is. */
    Span span();

    /** Returns the nodes directly below. */
    List<Ast> children();

    private static List<Ast> joined(List<Ast> first, List<Ast> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /**
     * A part of the text.
     *
     * @param start its first character
     * @param end the character after its last
     */
    record Span(int start, int end) {

        static Span of(Token token) {
            return new Span(token.start(), token.end());
        }

        String of(String text) {
            return text.substring(start, end);
        }

        ExpressionSyntaxException error(String message, @Nullable String hint) {
            return new ExpressionSyntaxException(message, start, end - start, hint);
        }
    }

    /** A value as written. */
    record Literal(Object value, Span span) implements Ast {
        @Override
        public List<Ast> children() {
            return List.of();
        }
    }

    /** A variable, or a type. */
    record Name(String name, Span span) implements Ast {
        @Override
        public List<Ast> children() {
            return List.of();
        }
    }

    /** {@code operand.field}, or {@code operand.?field}. */
    record Select(Ast operand, String field, boolean optional, Span name, Span span)
            implements Ast {
        @Override
        public List<Ast> children() {
            return List.of(operand);
        }
    }

    /** {@code operand[index]}, or {@code operand[?index]}. */
    record Index(Ast operand, Ast index, boolean optional, Span span) implements Ast {
        @Override
        public List<Ast> children() {
            return List.of(operand, index);
        }
    }

    /** {@code target.function(arguments)}, or without target; macros too. */
    record Call(@Nullable Ast target, String function, List<Ast> arguments, Span name, Span span)
            implements Ast {
        @Override
        public List<Ast> children() {
            return target == null ? arguments : joined(List.of(target), arguments);
        }
    }

    /** An operator with one, two or three operands. */
    record Operation(Operator operator, List<Ast> operands, Span symbol, Span span) implements Ast {
        @Override
        public List<Ast> children() {
            return operands;
        }
    }

    /** {@code [a, b]}. */
    record ListOf(List<Ast> elements, Span span) implements Ast {
        @Override
        public List<Ast> children() {
            return elements;
        }
    }

    /** {@code {a: b, c: d}}. */
    record MapOf(List<Ast> keys, List<Ast> values, Span span) implements Ast {
        @Override
        public List<Ast> children() {
            return joined(keys, values);
        }
    }
}

package io.millrace.graph.expression;

import io.millrace.graph.expression.Comparisons.Equal;
import io.millrace.graph.expression.Comparisons.EqualNumber;
import io.millrace.graph.expression.Comparisons.EqualText;
import io.millrace.graph.expression.Comparisons.In;
import io.millrace.graph.expression.Comparisons.InTexts;
import io.millrace.graph.expression.Comparisons.Order;
import io.millrace.graph.expression.Comparisons.Ordered;
import io.millrace.graph.expression.Comparisons.OrderedNumber;
import io.millrace.graph.expression.Node.Constant;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Compiles operators: checks the types of the operands and takes the node that costs least. */
final class Operations {

    /** Below it a double tells each integer from its neighbours. */
    private static final double EXACT = 0x1p53;

    /** In a longer list of texts a text is looked up by its hash. */
    private static final int FEW = 16;

    private static final Set<Type> ORDERED =
            Set.of(
                    Type.DYN,
                    Type.BOOL,
                    Type.INT,
                    Type.DOUBLE,
                    Type.STRING,
                    Type.BYTES,
                    Type.TIMESTAMP,
                    Type.DURATION);

    private final Compiler compiler;

    Operations(Compiler compiler) {
        this.compiler = compiler;
    }

    Node compile(Ast.Operation ast) {
        List<Node> operands = compiler.compile(ast.operands());
        String source = compiler.source(ast);
        Node first = operands.getFirst();
        Node last = operands.getLast();
        Node node =
                switch (ast.operator()) {
                    case AND, OR -> logic(ast, operands, source);
                    case NOT -> {
                        requireCondition(ast, 0, first);
                        yield new Logic.Not(first, source);
                    }
                    case CONDITIONAL -> {
                        requireCondition(ast, 0, first);
                        yield new Logic.Choice(first, operands.get(1), last, source);
                    }
                    case NEGATE -> {
                        compiler.require(
                                ast.operands().getFirst(),
                                first,
                                "a number",
                                Type.INT,
                                Type.DOUBLE);
                        yield new Arithmetic.Negative(first, source);
                    }
                    case EQUAL -> equal(ast, first, last, source);
                    case NOT_EQUAL -> new Logic.Not(equal(ast, first, last, source), source);
                    case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL ->
                            ordered(ast, first, last, source);
                    case IN -> in(ast, first, last, source);
                    case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
                            arithmetic(ast, first, last, source);
                };
        return ast.operator() == Operator.CONDITIONAL
                ? node
                : compiler.folded(node, ast.span(), operands);
    }

    private void requireCondition(Ast.Operation ast, int operand, Node node) {
        compiler.require(ast.operands().get(operand), node, "true or false", Type.BOOL);
    }

    /** Makes a balanced tree, so that many conditions do not nest deep. */
    private Node logic(Ast.Operation ast, List<Node> operands, String source) {
        for (int i = 0; i < operands.size(); i++) {
            requireCondition(ast, i, operands.get(i));
        }
        return balanced(ast.operator(), operands, source);
    }

    private static Node balanced(Operator operator, List<Node> operands, String source) {
        int size = operands.size();
        if (size == 1) {
            return operands.getFirst();
        }
        Node left = balanced(operator, operands.subList(0, size / 2), source);
        Node right = balanced(operator, operands.subList(size / 2, size), source);
        return operator == Operator.AND
                ? new Logic.And(left, right, source)
                : new Logic.Or(left, right, source);
    }

    private Node equal(Ast.Operation ast, Node left, Node right, String source) {
        if (!left.type().comparesWith(right.type())) {
            throw ast.span()
                    .error(
                            left.type().word() + " and " + right.type().word() + " are never equal",
                            hint(ast.operator(), left, right));
        }
        if (left instanceof Constant && !(right instanceof Constant)) {
            return equal(ast, right, left, source);
        }
        if (right instanceof Constant c && !(left instanceof Constant)) {
            if (c.value() instanceof String s) {
                return new EqualText(left, Set.of(s), source);
            }
            @Nullable Double number = exact(right);
            if (number != null) {
                return new EqualNumber(left, number, source);
            }
        }
        Node node = new Equal(left, right, source);
        return ORDERED.contains(left.type())
                        && ORDERED.contains(right.type())
                        && (left.type() != Type.DYN || right.type() != Type.DYN)
                ? node
                : compiler.metered(node);
    }

    private Node ordered(Ast.Operation ast, Node left, Node right, String source) {
        boolean comparable =
                left.type().admits(right.type())
                        || (left.type().isNumber() && right.type().isNumber());
        if (!comparable || !ORDERED.contains(left.type()) || !ORDERED.contains(right.type())) {
            throw ast.span()
                    .error(
                            "cannot compare " + left.type().word() + " with " + right.type().word(),
                            hint(ast.operator(), left, right));
        }
        Order order = Order.of(ast.operator());
        @Nullable Double number = exact(right);
        if (number != null) {
            return new OrderedNumber(order, left, number, source);
        }
        number = exact(left);
        if (number != null) {
            return new OrderedNumber(order.reversed(), right, number, source);
        }
        return new Ordered(order, left, right, source);
    }

    /**
     * Returns a constant as a double that no other integer is rounded to; null if there is none.
     */
    private static @Nullable Double exact(Node node) {
        @Nullable Object value = node instanceof Constant c ? c.value() : null;
        double number = value instanceof Long l ? l : value instanceof Double d ? d : EXACT;
        return Math.abs(number) < EXACT ? number : null;
    }

    private Node in(Ast.Operation ast, Node left, Node right, String source) {
        if (!Type.LIST.admits(right.type()) && right.type() != Type.MAP) {
            throw ast.span()
                    .error(
                            "'in' looks into a list or a map, not into " + right.type().word(),
                            right.type() == Type.STRING
                                    ? "write " + right.source() + ".contains(" + left.source() + ")"
                                    : null);
        }
        if (right instanceof Constant c
                && c.value() instanceof List<?> list
                && list.stream().allMatch(String.class::isInstance)) {
            var texts = new LinkedHashSet<String>();
            list.forEach(text -> texts.add((String) text));
            return texts.size() <= FEW
                    ? new EqualText(left, texts, source)
                    : new InTexts(left, texts, source);
        }
        return compiler.metered(new In(left, right, source));
    }

    private Node arithmetic(Ast.Operation ast, Node left, Node right, String source) {
        Type type = Arithmetic.type(ast.operator(), left.type(), right.type());
        return switch (type) {
            case NULL ->
                    throw ast.span()
                            .error(
                                    Arithmetic.refusal(ast.operator(), left.type(), right.type()),
                                    hint(ast.operator(), left, right));
            case INT -> new Arithmetic.Integers(ast.operator(), left, right, source);
            case DOUBLE -> new Arithmetic.Doubles(ast.operator(), left, right, source);
            default ->
                    compiler.metered(
                            new Arithmetic.Binary(ast.operator(), left, right, type, source));
        };
    }

    /** Says how two values could be made of one type. */
    private static @Nullable String hint(Operator operator, Node left, Node right) {
        boolean leftIsText = left.type() == Type.STRING;
        if (!leftIsText && right.type() != Type.STRING) {
            return left.type() == Type.DURATION || right.type() == Type.DURATION
                    ? "a length of time is written duration(\"30s\")"
                    : null;
        }
        Node text = leftIsText ? left : right;
        Node other = leftIsText ? right : left;
        return switch (other.type()) {
            case TIMESTAMP, DURATION -> {
                boolean sum = operator.binding() >= Operator.ADD.binding();
                String function = sum ? "duration" : other.type().word();
                yield "write " + function + "(" + text.source() + ")";
            }
            case INT, DOUBLE, BOOL, BYTES -> "write string(" + other.source() + ") for its text";
            default -> null;
        };
    }
}

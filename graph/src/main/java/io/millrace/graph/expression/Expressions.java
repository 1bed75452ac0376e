package io.millrace.graph.expression;

import io.millrace.api.Expression;

/** Compiles the expressions of a blueprint. */
public final class Expressions {

    private Expressions() {}

    /**
     * Compiles an expression.
     *
     * @param text CEL, at most 16 KiB
     * @param variable the name of the value it is evaluated on, usually {@code item}
     * @throws ExpressionSyntaxException if it is no CEL, or cannot be right on any item
     */
    public static Expression compile(String text, String variable) {
        var compiler = new Compiler(text, variable);
        Ast ast = Parser.parse(text);
        Node root = compiler.compile(ast);
        if (root.type() == Type.OPTIONAL) {
            throw ast.span().error("the result may be missing", "end it with .orValue(…)");
        }
        return new CompiledExpression(text, root, compiler);
    }

    /**
     * Compiles an expression that is to be true or false, and refuses one that cannot be.
     *
     * @param text CEL, at most 16 KiB
     * @param variable the name of the value it is evaluated on, usually {@code item}
     * @throws ExpressionSyntaxException if it is no CEL, or cannot be right on any item
     */
    public static Expression compileCondition(String text, String variable) {
        var compiler = new Compiler(text, variable);
        Ast ast = Parser.parse(text);
        Node root = compiler.compile(ast);
        if (!Type.BOOL.admits(root.type())) {
            throw ast.span()
                    .error("a condition is true or false, but this is " + root.type().word(), null);
        }
        return new CompiledExpression(text, root, compiler);
    }
}

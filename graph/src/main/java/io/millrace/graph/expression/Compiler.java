package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.graph.NearestName;
import io.millrace.graph.expression.Access.Finder;
import io.millrace.graph.expression.Access.OptionalAccess;
import io.millrace.graph.expression.Ast.Span;
import io.millrace.graph.expression.Node.Constant;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns a syntax tree into nodes, and reports what cannot be right on any item: names that there
 * are not, and operations on types that have none. What is constant is computed here.
 */
final class Compiler {

    private final String text;
    private final String variable;
    private final List<String> locals = new ArrayList<>();
    private final Calls calls = new Calls(this);
    private final Operations operations = new Operations(this);
    private int mostLocals;
    private int mostKept;
    private boolean metered;

    Compiler(String text, String variable) {
        this.text = text;
        this.variable = variable;
    }

    /** Returns how many variables of macros are in scope at once. */
    int mostLocals() {
        return mostLocals;
    }

    /** Returns how many values are kept during an evaluation. */
    int mostKept() {
        return mostKept;
    }

    /** Returns whether a {@link Scope} is needed to evaluate what was compiled. */
    boolean isMetered() {
        return metered;
    }

    /* Tests one by one: a switch over types takes a millisecond to link, at every start. */
    Node compile(Ast ast) {
        if (ast instanceof Ast.Select select) {
            return select(select);
        }
        if (ast instanceof Ast.Literal literal) {
            return new Constant(literal.value(), source(literal));
        }
        if (ast instanceof Ast.Operation operation) {
            return operations.compile(operation);
        }
        if (ast instanceof Ast.Name name) {
            return variable(name);
        }
        if (ast instanceof Ast.Call call) {
            return calls.compile(call);
        }
        if (ast instanceof Ast.Index index) {
            return index(index);
        }
        return ast instanceof Ast.ListOf list ? list(list) : map((Ast.MapOf) ast);
    }

    List<Node> compile(List<Ast> asts) {
        return asts.stream().map(this::compile).toList();
    }

    String source(Ast ast) {
        return ast.span().of(text);
    }

    /** Says that a node charges what it does. */
    <N extends Node> N metered(N node) {
        metered = true;
        return node;
    }

    /** Returns the value of a node whose parts are constant, or else the node. */
    Node folded(Node node, Span span, List<Node> parts) {
        if (!parts.stream().allMatch(Constant.class::isInstance)) {
            return node;
        }
        try {
            Object value = node.eval(Document.ofNull(), Current.NONE, Scope.of(0, 0));
            return new Constant(value, node.source());
        } catch (Failure | Exhausted e) {
            throw span.error(String.valueOf(e.getMessage()), null);
        }
    }

    /** Compiles the body of a macro, in which a name stands for the element. */
    Node withLocal(String name, Ast body) {
        locals.add(name);
        mostLocals = Math.max(mostLocals, locals.size());
        Node node = compile(body);
        locals.removeLast();
        return node;
    }

    /** Returns the place in the scope that the next variable of a macro gets. */
    int nextLocal() {
        return locals.size();
    }

    /** Returns whether what is compiled is evaluated once for each element of something. */
    private boolean inMacro() {
        return !locals.isEmpty();
    }

    /** Returns how a field is read. */
    private int reading(Node operand) {
        if (!inMacro()) {
            return Field.ONCE;
        }
        boolean same =
                operand instanceof Variables.Item || (operand instanceof Field f && f.isKept());
        return same ? mostKept++ : Field.CHARGED;
    }

    boolean isVariable(String name) {
        return locals.contains(name) || variables().contains(name);
    }

    private List<String> variables() {
        return List.of(variable, "key", "timestamp", "stream");
    }

    private Node variable(Ast.Name ast) {
        String name = ast.name();
        int local = locals.lastIndexOf(name);
        if (local >= 0) {
            return new Variables.Local(name, local);
        }
        if (name.equals(variable)) {
            return new Variables.Item(name);
        }
        return switch (name) {
            case "key" -> new Variables.Key();
            case "timestamp" -> new Variables.Timestamp();
            case "stream" -> new Variables.Stream();
            default -> {
                @Nullable Type type = Type.named(name);
                if (type == null) {
                    throw ast.span().error("no variable '" + name + "'", meant(name));
                }
                yield new Constant(type, name);
            }
        };
    }

    private String meant(String name) {
        List<String> known =
                Stream.concat(locals.reversed().stream(), variables().stream()).toList();
        @Nullable String near = NearestName.question(name, known);
        if (near == null && name.length() > 2) {
            near = NearestName.question(name, List.of("true", "false", "null"));
        }
        return near != null
                ? near
                : "variables: %s; a field is written %s.%s, a text \"%s\""
                        .formatted(String.join(", ", known), variable, name, name);
    }

    private Node select(Ast.Select ast) {
        if (!ast.optional() && source(ast).startsWith("google.") && !isVariable("google")) {
            @Nullable Type type = Type.named(source(ast));
            if (type != null) {
                return new Constant(type, source(ast));
            }
        }
        Node operand = compile(ast.operand());
        if (operand.type() == Type.OPTIONAL) {
            return new OptionalAccess(
                    within(operand, value -> found(value, ast.field(), operand)), source(ast));
        }
        if (!Type.MAP.admits(operand.type())) {
            throw ast.name()
                    .error(
                            operand.type().word() + " has no field '" + ast.field() + "'",
                            Functions.MEMBER.contains(ast.field())
                                    ? "write " + ast.field() + "() to call the function"
                                    : null);
        }
        Field field = Field.of(operand, ast.field(), reading(operand), plainSource(ast, operand));
        return ast.optional() ? new OptionalAccess(field::find, source(ast)) : field;
    }

    /** Returns {@code a.b} for {@code a.?b} too, since that is what messages suggest to test. */
    private static String plainSource(Ast.Select ast, Node operand) {
        return operand.source() + "." + ast.field();
    }

    private static @Nullable Object found(Object value, String field, Node operand) {
        if (Type.of(value) != Type.MAP) {
            throw operand.mismatch(Type.of(value), "a map");
        }
        return Values.find(value, field);
    }

    private Node index(Ast.Index ast) {
        Node operand = compile(ast.operand());
        Node index = compile(ast.index());
        if (operand.type() == Type.OPTIONAL) {
            Access.Index inner = new Access.Index(operand, index, inMacro(), source(ast));
            Finder finder =
                    (item, current, scope) -> {
                        @Nullable Object value = find(operand, item, current, scope);
                        return value == null
                                ? null
                                : inner.find(value, index.eval(item, current, scope));
                    };
            return new OptionalAccess(finder, source(ast));
        }
        boolean list = Type.LIST.admits(operand.type());
        if (!list && operand.type() != Type.MAP) {
            throw ast.span()
                    .error(
                            operand.type().word() + " has no elements",
                            operand.type() == Type.STRING ? "write text.charAt(0)" : null);
        }
        if (operand.type() == Type.LIST
                && !Type.INT.admits(index.type())
                && index.type() != Type.DOUBLE) {
            throw ast.index()
                    .span()
                    .error("an element is numbered by int, not " + index.type().word(), null);
        }
        if (index instanceof Constant c && c.value() instanceof String name) {
            Field field = Field.of(operand, name, reading(operand), source(ast));
            return ast.optional() ? new OptionalAccess(field::find, source(ast)) : field;
        }
        Access.Index node = new Access.Index(operand, index, inMacro(), source(ast));
        return ast.optional() ? new OptionalAccess(node::find, source(ast)) : node;
    }

    /** Returns what looks into the value of an optional, if it has one. */
    private static Finder within(Node operand, Step step) {
        return (item, current, scope) -> {
            @Nullable Object value = find(operand, item, current, scope);
            return value == null ? null : step.into(value);
        };
    }

    private interface Step {
        @Nullable Object into(Object value);
    }

    /** Returns the value of an optional, or null if it has none. */
    static @Nullable Object find(Node node, Document item, Current current, Scope scope) {
        if (node instanceof OptionalAccess access) {
            return access.find(item, current, scope);
        }
        Object value = node.eval(item, current, scope);
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? optional.get() : null;
        }
        throw node.mismatch(Type.of(value), "optional");
    }

    private Node list(Ast.ListOf ast) {
        List<Node> elements = compile(ast.elements());
        return folded(metered(new Literals.ListOf(elements, source(ast))), ast.span(), elements);
    }

    private Node map(Ast.MapOf ast) {
        List<Node> keys = compile(ast.keys());
        for (int i = 0; i < keys.size(); i++) {
            Type type = keys.get(i).type();
            if (!Stream.of(Type.STRING, Type.INT, Type.BOOL).anyMatch(t -> t.admits(type))) {
                throw ast.keys()
                        .get(i)
                        .span()
                        .error("a key is string, int or bool, not " + type.word(), null);
            }
        }
        List<Node> values = compile(ast.values());
        List<Node> all = Stream.concat(keys.stream(), values.stream()).toList();
        return folded(metered(new Literals.MapOf(keys, values, source(ast))), ast.span(), all);
    }

    /** Checks that a part may have one of some types. */
    void require(Ast ast, Node node, String needed, Type... types) {
        if (Arrays.stream(types).noneMatch(t -> t.admits(node.type()))) {
            throw ast.span()
                    .error(
                            "'"
                                    + Texts.shortened(node.source())
                                    + "' is "
                                    + node.type().word()
                                    + ", not "
                                    + needed,
                            null);
        }
    }
}

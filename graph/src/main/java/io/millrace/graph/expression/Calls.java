package io.millrace.graph.expression;

import io.millrace.graph.NearestName;
import io.millrace.graph.expression.Access.OptionalAccess;
import io.millrace.graph.expression.Node.Constant;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compiles calls of functions and macros. */
final class Calls {

    private static final Map<String, String> OTHER_NAMES =
            Map.ofEntries(
                    Map.entry("len", "size"),
                    Map.entry("length", "size"),
                    Map.entry("count", "size"),
                    Map.entry("float", "double"),
                    Map.entry("str", "string"),
                    Map.entry("lower", "lowerAscii"),
                    Map.entry("toLowerCase", "lowerAscii"),
                    Map.entry("upper", "upperAscii"),
                    Map.entry("toUpperCase", "upperAscii"),
                    Map.entry("strip", "trim"),
                    Map.entry("substr", "substring"),
                    Map.entry("min", "math.least"),
                    Map.entry("max", "math.greatest"),
                    Map.entry("abs", "math.abs"),
                    Map.entry("ceil", "math.ceil"),
                    Map.entry("floor", "math.floor"),
                    Map.entry("round", "math.round"),
                    Map.entry("any", "exists"),
                    Map.entry("existsOne", "exists_one"));

    private final Compiler compiler;

    Calls(Compiler compiler) {
        this.compiler = compiler;
    }

    Node compile(Ast.Call ast) {
        @Nullable Ast target = ast.target();
        if (target == null) {
            return ast.function().equals("has") ? has(ast) : global(ast, ast.function());
        }
        if (target instanceof Ast.Name n
                && (n.name().equals("math") || n.name().equals("optional"))
                && !compiler.isVariable(n.name())) {
            return global(ast, n.name() + "." + ast.function());
        }
        return switch (ast.function()) {
            case "all", "exists", "exists_one", "map", "filter" -> macro(ast, target);
            case "orValue", "or" -> orValue(ast, target);
            default -> member(ast, target);
        };
    }

    private Node has(Ast.Call ast) {
        if (ast.arguments().size() != 1
                || !(ast.arguments().getFirst() instanceof Ast.Select select)
                || select.optional()) {
            throw ast.span()
                    .error("has() takes one field", "write has(item.name), or \"name\" in item");
        }
        return switch (compiler.compile(select)) {
            case Field field -> new Access.Has(field, compiler.source(ast));
            case OptionalAccess access -> new Access.HasWithin(access, compiler.source(ast));
            default -> throw select.span().error("has() takes one field", null);
        };
    }

    private Node global(Ast.Call ast, String name) {
        List<Overload> overloads = Functions.global(name);
        if (overloads.isEmpty()) {
            throw ast.name().error("no function '" + name + "'", meantGlobal(ast, name));
        }
        List<Node> arguments = compiler.compile(ast.arguments());
        boolean variadic = name.equals("math.greatest") || name.equals("math.least");
        if (variadic && !arguments.isEmpty() && !takesOneList(arguments)) {
            Node list = compiler.metered(new Literals.ListOf(arguments, compiler.source(ast)));
            arguments = List.of(compiler.folded(list, ast.span(), arguments));
        }
        return call(ast, name, overloads, arguments);
    }

    private static boolean takesOneList(List<Node> arguments) {
        return arguments.size() == 1 && Type.LIST.admits(arguments.getFirst().type());
    }

    private Node member(Ast.Call ast, Ast target) {
        List<Overload> overloads = Functions.member(ast.function());
        if (overloads.isEmpty()) {
            throw ast.name()
                    .error("no function '" + ast.function() + "'", meantMember(ast, target));
        }
        var arguments = new ArrayList<Node>();
        arguments.add(compiler.compile(target));
        arguments.addAll(compiler.compile(ast.arguments()));
        if (ast.function().equals("value") || ast.function().equals("hasValue")) {
            requireOptional(ast, target, arguments.getFirst());
        }
        return call(ast, ast.function(), overloads, arguments);
    }

    private Node call(Ast.Call ast, String name, List<Overload> overloads, List<Node> arguments) {
        int receivers = arguments.size() - ast.arguments().size();
        boolean counted =
                overloads.stream().anyMatch(o -> o.parameters().size() == arguments.size());
        if (!counted) {
            throw ast.span().error(wrongCount(ast, name, overloads, Math.max(0, receivers)), null);
        }
        List<Type> types = arguments.stream().map(Node::type).toList();
        List<Overload> fitting = overloads.stream().filter(o -> o.mayTake(types)).toList();
        if (fitting.isEmpty()) {
            throw ast.span().error(Call.refusal(name, types), null);
        }
        if (name.equals("matches") && arguments.getLast() instanceof Constant c) {
            return matches(ast, arguments, (String) c.value());
        }
        Node call = compiler.metered(new Call(name, fitting, arguments, compiler.source(ast)));
        boolean opaque = name.equals("dyn") || call.type() == Type.OPTIONAL;
        return opaque ? call : compiler.folded(call, ast.span(), arguments);
    }

    private static String wrongCount(
            Ast.Call ast, String name, List<Overload> overloads, int receivers) {
        List<String> counts =
                overloads.stream()
                        .map(o -> o.parameters().size() - receivers)
                        .distinct()
                        .sorted()
                        .map(n -> n == 0 ? "no" : n.toString())
                        .toList();
        String last = counts.getLast();
        return name
                + "() takes "
                + String.join(" or ", counts)
                + (last.equals("1") ? " argument" : " arguments")
                + ", not "
                + ast.arguments().size();
    }

    /** A constant pattern is compiled once. */
    private Node matches(Ast.Call ast, List<Node> arguments, String pattern) {
        try {
            Regex regex = Regex.of(pattern);
            Overload once =
                    Overload.of(Type.BOOL, (a, s) -> regex.matches((String) a[0], s), Type.STRING);
            List<Node> text = arguments.subList(0, 1);
            Node call =
                    compiler.metered(
                            new Call("matches", List.of(once), text, compiler.source(ast)));
            return compiler.folded(call, ast.span(), text);
        } catch (Failure e) {
            throw ast.arguments().getLast().span().error(String.valueOf(e.getMessage()), null);
        }
    }

    private Node orValue(Ast.Call ast, Ast target) {
        Node optional = compiler.compile(target);
        requireOptional(ast, target, optional);
        if (ast.arguments().size() != 1) {
            throw ast.span()
                    .error(
                            ast.function() + "() takes 1 argument, not " + ast.arguments().size(),
                            null);
        }
        Ast argument = ast.arguments().getFirst();
        Node otherwise = compiler.compile(argument);
        String source = compiler.source(ast);
        if (ast.function().equals("orValue")) {
            return new Access.OrValue(optional, otherwise, source);
        }
        compiler.require(argument, otherwise, "optional", Type.OPTIONAL);
        return new OptionalAccess(
                (item, current, scope) -> {
                    @Nullable Object value = Compiler.find(optional, item, current, scope);
                    return value == null ? Compiler.find(otherwise, item, current, scope) : value;
                },
                source);
    }

    private void requireOptional(Ast.Call ast, Ast target, Node node) {
        if (node.type() == Type.OPTIONAL) {
            return;
        }
        if (target instanceof Ast.Select s) {
            throw ast.name()
                    .error(
                            "'" + Texts.shortened(node.source()) + "' is not optional",
                            "write "
                                    + compiler.source(s.operand())
                                    + ".?"
                                    + s.field()
                                    + "."
                                    + ast.function()
                                    + "(…)");
        }
        compiler.require(target, node, "optional", Type.OPTIONAL);
    }

    private Node macro(Ast.Call ast, Ast target) {
        Node range = compiler.compile(target);
        String name = ast.function();
        compiler.require(target, range, "a list or a map", Type.LIST, Type.MAP);
        List<Ast> arguments = ast.arguments();
        boolean right = arguments.size() == 2 || (arguments.size() == 3 && name.equals("map"));
        if (!right || !(arguments.getFirst() instanceof Ast.Name variable)) {
            throw ast.span()
                    .error(
                            name + "() takes a name for the element, and what to do with it",
                            "write " + compiler.source(target) + "." + name + "(x, …)");
        }
        int slot = compiler.nextLocal();
        var loop = new Macro.Loop(range, slot, arguments.stream().mapToInt(Calls::count).sum());
        List<Node> bodies =
                arguments.subList(1, arguments.size()).stream()
                        .map(body -> compiler.withLocal(variable.name(), body))
                        .toList();
        Node first = bodies.getFirst();
        if (!name.equals("map") || bodies.size() == 2) {
            compiler.require(arguments.get(1), first, "true or false", Type.BOOL);
        }
        String source = compiler.source(ast);
        return compiler.metered(
                switch (name) {
                    case "all" -> new Macro.Quantifier(false, loop, first, source);
                    case "exists" -> new Macro.Quantifier(true, loop, first, source);
                    case "exists_one" -> new Macro.ExistsOne(loop, first, source);
                    case "filter" -> new Macro.Selected(loop, first, null, source);
                    default ->
                            bodies.size() == 1
                                    ? new Macro.Selected(loop, null, first, source)
                                    : new Macro.Selected(loop, first, bodies.getLast(), source);
                });
    }

    /** Returns the number of nodes of a tree: what it costs to evaluate once. */
    private static int count(Ast ast) {
        return 1 + ast.children().stream().mapToInt(Calls::count).sum();
    }

    private @Nullable String meantGlobal(Ast.Call ast, String name) {
        if (name.equals("uint")) {
            return "unsigned integers are not supported; use int()";
        }
        if (name.equals("now")) {
            return "expressions have no clock; timestamp is the time of the item";
        }
        if (Functions.MEMBER.contains(name)) {
            String first =
                    ast.arguments().isEmpty() ? "x" : compiler.source(ast.arguments().getFirst());
            return "write " + first + "." + name + "(…)";
        }
        String other = OTHER_NAMES.getOrDefault(name, name);
        return Functions.GLOBAL.contains(other)
                ? "write " + other + "(…)"
                : Functions.MEMBER.contains(other)
                        ? "write x." + other + "(…)"
                        : NearestName.question(name, Functions.GLOBAL);
    }

    private @Nullable String meantMember(Ast.Call ast, Ast target) {
        String other = OTHER_NAMES.getOrDefault(ast.function(), ast.function());
        if (Functions.GLOBAL.contains(other)) {
            return "write " + other + "(" + compiler.source(target) + ")";
        }
        return Functions.MEMBER.contains(other)
                ? "write " + other + "(…)"
                : NearestName.question(ast.function(), Functions.MEMBER);
    }
}

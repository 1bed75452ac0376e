package io.millrace.graph;

import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.GraphBuilder.Declared;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The components of a graph and of the graphs in it, all side by side: one that is a graph itself
 * is replaced by what it holds.
 */
final class Scopes {

    /** How many uses of one text are named with a problem in it. */
    private static final int MOST_USES = 3;

    private final List<Scope> all = new ArrayList<>();
    private final Map<String, Scope> byPath = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    Scopes(GraphBuilder builder) {
        Scope top = Scope.of(builder);
        add(top);
        if (builder.components().isEmpty() && builder.problems().isEmpty()) {
            top.problems()
                    .add(Problem.NO_COMPONENTS.at(builder.position(), "there are no components"));
        }
    }

    private void add(Scope scope) {
        all.add(scope);
        byPath.put(scope.path(), scope);
        var specs = new Specs(scope);
        var names = new LinkedHashMap<String, Scalar>();
        for (Declared declared : scope.builder().components()) {
            Scalar name = declared.name();
            if (!Names.isName(name.text())) {
                scope.problems()
                        .add(
                                Problem.BAD_NAME
                                        .at(
                                                name.position(),
                                                "'" + name.text() + "' cannot name a component")
                                        .withNote(Names.RULE));
            }
            Scalar other = names.putIfAbsent(name.text(), name);
            if (other != null) {
                scope.problems().add(duplicate(name, other));
            } else if (declared.graph() != null) {
                add(scope.open(declared, declared.graph()));
            }
            if (declared.graph() == null) {
                var node = new Node(name, specs.spec(declared), declared.options(), scope);
                nodes.putIfAbsent(scope.path() + name.text(), node);
            }
        }
    }

    private static Diagnostic duplicate(Scalar name, Scalar other) {
        Diagnostic problem =
                Problem.DUPLICATE_NAME.at(
                        name.position(), "there are two components '" + name.text() + "'");
        Position first = other.position();
        return first.line() == 0 ? problem : problem.withNote("the other: " + first);
    }

    /** Returns the scope of the graph itself. */
    Scope top() {
        return all.getFirst();
    }

    /** Returns all scopes, each before those in it. */
    List<Scope> all() {
        return all;
    }

    /** Returns the components by their names in the graph. */
    Map<String, Node> nodes() {
        return nodes;
    }

    /** Returns the innermost scope that holds all these components. */
    Scope common(List<String> names) {
        String path = names.getFirst();
        while (true) {
            int end = path.lastIndexOf(ComponentSpec.WITHIN, path.length() - 2);
            path = path.substring(0, end + 1);
            String prefix = path;
            if (names.stream().allMatch(n -> n.startsWith(prefix))) {
                return Objects.requireNonNull(byPath.get(path));
            }
        }
    }

    boolean hasErrors() {
        return all.stream().anyMatch(scope -> GraphBuilder.hasErrors(scope.problems()));
    }

    /** Returns the components; there must be no errors. */
    List<ComponentSpec> specs() {
        return nodes.values().stream().map(node -> Objects.requireNonNull(node.spec())).toList();
    }

    /** Returns all problems by place; one that several uses of a text share comes once. */
    List<Diagnostic> problems() {
        var uses = new LinkedHashMap<Diagnostic, List<Scope>>();
        for (Scope scope : all) {
            for (Diagnostic problem : scope.problems()) {
                List<Scope> same = uses.computeIfAbsent(problem, _ -> new ArrayList<>());
                if (same.isEmpty() || same.getLast() != scope) {
                    same.add(scope);
                }
            }
        }
        var found = new ArrayList<Diagnostic>(uses.size());
        uses.forEach((problem, scopes) -> found.add(noted(problem, scopes)));
        return Problems.byPlace(found);
    }

    private static Diagnostic noted(Diagnostic problem, List<Scope> scopes) {
        Diagnostic noted = problem;
        for (Scope scope : scopes.subList(0, Math.min(MOST_USES, scopes.size()))) {
            String note = scope.note();
            noted = note == null ? noted : noted.withNote(note);
        }
        int more = scopes.size() - MOST_USES;
        return more > 0 ? noted.withNote("and so by %,d more".formatted(more)) : noted;
    }
}

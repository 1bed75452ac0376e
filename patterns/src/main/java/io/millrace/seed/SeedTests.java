package io.millrace.seed;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Finds the tests whose display names begin with IDs of rows, in all modules. */
final class SeedTests {

    private static final Pattern IDS = Pattern.compile("(?:[FMTX]\\d+ )+");

    private SeedTests() {}

    /**
     * A test that shows rows.
     *
     * @param ids the rows
     * @param module the folder of its module
     * @param file its source, relative to the project's folder
     * @param type its class, as a report names it
     * @param method its method, or empty where the whole class shows the rows
     */
    record SeedTest(List<String> ids, String module, Path file, String type, String method) {

        /** Returns a copy with some of its rows alone. */
        SeedTest of(Predicate<String> some) {
            return new SeedTest(ids.stream().filter(some).toList(), module, file, type, method);
        }

        /** Returns what the page calls it. */
        String label() {
            String simple = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
            return method.isEmpty() ? simple : simple + "." + method;
        }

        @Override
        public String toString() {
            return module + ": " + label();
        }
    }

    /** Reads the test sources of these modules. */
    static List<SeedTest> find(Path home, List<String> modules) throws IOException {
        var found = new ArrayList<SeedTest>();
        for (String module : modules) {
            Path sources = home.resolve(module, "src/test/java");
            if (Files.isDirectory(sources)) {
                find(home, module, sources, found);
            }
        }
        return found;
    }

    private static void find(Path home, String module, Path sources, List<SeedTest> found)
            throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(sources)) {
            files = walk.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (var manager = javac.getStandardFileManager(null, null, null)) {
            var units = manager.getJavaFileObjectsFromPaths(files);
            var task = (JavacTask) javac.getTask(null, manager, null, null, null, units);
            for (CompilationUnitTree unit : task.parse()) {
                Path file = home.relativize(Path.of(unit.getSourceFile().toUri()));
                new Finder(module, file, unit.getPackageName() + ".", found).scan(unit, null);
            }
        }
    }

    /** Looks at the annotations of classes and methods. */
    private static final class Finder extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final String module;
        private final Path file;
        private final List<SeedTest> found;
        private String type;

        Finder(String module, Path file, String scope, List<SeedTest> found) {
            this.module = module;
            this.file = file;
            this.found = found;
            this.type = scope;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
            String outer = type;
            type += (type.endsWith(".") ? "" : "$") + tree.getSimpleName();
            add(tree.getModifiers(), "");
            super.visitClass(tree, null);
            type = outer;
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
            add(tree.getModifiers(), tree.getName().toString());
            return super.visitMethod(tree, null);
        }

        private void add(ModifiersTree modifiers, String method) {
            for (AnnotationTree annotation : modifiers.getAnnotations()) {
                if (annotation.getAnnotationType().toString().equals("DisplayName")) {
                    List<String> ids = ids(text(annotation.getArguments().getFirst()));
                    if (!ids.isEmpty()) {
                        found.add(new SeedTest(ids, module, file, type, method));
                    }
                }
            }
        }

        private static List<String> ids(String name) {
            Matcher ids = IDS.matcher(name);
            return ids.lookingAt() ? List.of(ids.group().split(" ")) : List.of();
        }

        private static String text(ExpressionTree value) {
            return switch (value) {
                case AssignmentTree named -> text(named.getExpression());
                case BinaryTree sum -> text(sum.getLeftOperand()) + text(sum.getRightOperand());
                case LiteralTree literal -> String.valueOf(literal.getValue());
                default -> "";
            };
        }
    }
}

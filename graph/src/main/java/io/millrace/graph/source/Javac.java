package io.millrace.graph.source;

import io.millrace.graph.source.SourceCompiler.Compiled;
import io.millrace.graph.source.SourceCompiler.Message;
import io.millrace.graph.source.SourceText.Place;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Calls the compiler of the JDK; where there is none, this class cannot even be loaded. */
final class Javac {

    private Javac() {}

    static Compiled compile(List<SourceText> texts) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        var said = new DiagnosticCollector<JavaFileObject>();
        var units = new ArrayList<Unit>(texts.size());
        texts.forEach(text -> units.add(new Unit(text)));
        try (var files =
                new MemoryFiles(
                        compiler.getStandardFileManager(
                                said, Locale.ENGLISH, StandardCharsets.UTF_8))) {
            boolean isCompiled = compiler.getTask(null, files, said, options(), null, units).call();
            var messages = new ArrayList<Message>();
            for (Diagnostic<? extends JavaFileObject> each : said.getDiagnostics()) {
                Message message = message(each, texts.getFirst());
                if (message != null) {
                    messages.add(message);
                }
            }
            return new Compiled(isCompiled ? files.classes() : Map.of(), messages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> options() {
        var options =
                new ArrayList<>(List.of("--release", "25", "-parameters", "-g", "-proc:none"));
        options.addAll(List.of("-Xmaxerrs", "100", "-Xmaxwarns", "100"));
        options.addAll(List.of("-classpath", System.getProperty("java.class.path", "")));
        String modules = System.getProperty("jdk.module.path", "");
        if (!modules.isEmpty()) {
            options.addAll(List.of("--module-path", modules, "--add-modules", "ALL-MODULE-PATH"));
        }
        return options;
    }

    /** Returns what a diagnostic says; null for a remark that need not be heeded. */
    private static @Nullable Message message(
            Diagnostic<? extends JavaFileObject> said, SourceText first) {
        boolean isError = said.getKind() == Diagnostic.Kind.ERROR;
        boolean isWarning =
                said.getKind() == Diagnostic.Kind.WARNING
                        || said.getKind() == Diagnostic.Kind.MANDATORY_WARNING;
        if (!isError && !isWarning) {
            return null;
        }
        List<String> lines = said.getMessage(Locale.ENGLISH).lines().map(String::strip).toList();
        Place place =
                said.getSource() instanceof Unit unit && said.getPosition() >= 0
                        ? unit.source.place((int) said.getPosition(), (int) said.getEndPosition())
                        : new Place(first.shown(), 0, 0, 1);
        return new Message(isError, lines.getFirst(), lines.subList(1, lines.size()), place);
    }

    /** A source text as the compiler takes it. */
    private static final class Unit extends SimpleJavaFileObject {

        private final SourceText source;

        Unit(SourceText source) {
            super(uri(source), Kind.SOURCE);
            this.source = source;
        }

        private static URI uri(SourceText source) {
            return source.file().toUri();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text();
        }
    }
}

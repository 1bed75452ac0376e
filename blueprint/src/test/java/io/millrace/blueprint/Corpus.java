package io.millrace.blueprint;

import io.millrace.blueprint.shop.Shop;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Graph;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds and reads the blueprints of the tests, with the types of {@link Shop}. */
final class Corpus {

    static final Path FOLDER = Path.of("src/test/resources/blueprints");

    private static final Map<String, String> ENVIRONMENT = Map.of("TOWN", "Rome", "EMPTY", "");
    private static final String SET = "# set: ";

    private Corpus() {}

    /** Returns the files of a folder whose names end so, in name order. */
    static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }

    /** Reads a file, with the settings that a first line {@code # set: name=value} gives. */
    static Graph read(Path file) throws IOException {
        return blueprint(settings(file)).read(file);
    }

    /** Returns what is said about a file that is to be run. */
    static List<Diagnostic> problems(Path file) throws IOException {
        try {
            return read(file).whole().warnings();
        } catch (BlueprintException e) {
            return e.diagnostics();
        }
    }

    /** Returns what is said about a text. */
    static List<Diagnostic> problems(String text) {
        try {
            return parse(text).warnings();
        } catch (BlueprintException e) {
            return e.diagnostics();
        }
    }

    static Graph parse(String text) {
        return blueprint(Map.of()).parse(text, "test.yaml", Path.of(""));
    }

    static Blueprint blueprint(Map<String, String> settings) {
        return new Blueprint(
                new ComponentRegistry().register(new Shop()), settings, ENVIRONMENT::get);
    }

    private static Map<String, String> settings(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(SET)) {
            return Map.of();
        }
        int equals = text.indexOf('=');
        return Map.of(
                text.substring(SET.length(), equals),
                text.substring(equals + 1, text.indexOf('\n')));
    }
}

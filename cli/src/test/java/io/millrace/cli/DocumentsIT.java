package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Nothing that the documents show may be wrong: blueprints pass lint, commands work. */
class DocumentsIT {

    private static final Pattern FENCED =
            Pattern.compile(
                    "^(?:<!-- expect ([\\w ]+) -->\\n)?```(\\w+)\\n(.*?)^```$",
                    Pattern.MULTILINE | Pattern.DOTALL);

    private static final List<String> ROOT_PAGES =
            List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/data/README.md");
    private static final Pattern PART =
            Pattern.compile("<!-- file (\\S+) -->\n```\\w+\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)");

    @TempDir private Path folder;

    /**
     * A part of a document.
     *
     * @param place where it is
     * @param text what it says
     * @param expected the codes of the problems it shows; empty for none
     */
    record Block(String place, String text, String expected) {
        @Override
        public String toString() {
            return place;
        }
    }

    /** Those of docs/patterns.md have components of their own: the module patterns runs them. */
    static Stream<Block> blueprints() throws IOException {
        return documents()
                .flatMap(document -> blocks(document, "yaml"))
                .filter(block -> !block.place().startsWith("docs/patterns.md"))
                .map(DocumentsIT::whole)
                .filter(block -> block.text().contains("components:"))
                .filter(block -> !parts(block).containsValue(block.text()));
    }

    /** Makes a blueprint of the entry that the page of a component shows. */
    private static Block whole(Block block) {
        return block.place().startsWith("docs/components/")
                ? new Block(
                        block.place(), "components:\n" + block.text().indent(2), block.expected())
                : block;
    }

    @ParameterizedTest
    @MethodSource("blueprints")
    void blueprint_of_a_document_has_the_problem_it_shows_or_none(Block block) throws IOException {
        for (Map.Entry<String, String> part : parts(block).entrySet()) {
            Path file = folder.resolve(part.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, part.getValue());
        }
        Path file = Files.writeString(folder.resolve("blueprint.yaml"), block.text());
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);

        int exitCode =
                Main.run(List.of("lint", file.toString()), new Terminal(print, print, 0, false));

        String said = out.toString(StandardCharsets.UTF_8);
        assertThat(said).contains(block.expected().split(" "));
        assertThat(exitCode).as(said).isEqualTo(block.expected().isEmpty() ? 0 : 2);
    }

    /**
     * Returns the files that blueprints of a document use: blocks below {@code <!-- file … -->}.
     */
    private static Map<String, String> parts(Block block) {
        String document = block.place().substring(0, block.place().indexOf(':'));
        var parts = new HashMap<String, String>();
        PART.matcher(text(Product.HOME.resolve(document)))
                .results()
                .forEach(part -> parts.put(part.group(1), part.group(2)));
        return parts;
    }

    @Test
    void links_between_documents_lead_somewhere() throws IOException {
        var broken =
                documents()
                        .flatMap(
                                document ->
                                        LINK.matcher(FENCED.matcher(text(document)).replaceAll(""))
                                                .results()
                                                .map(match -> match.group(1))
                                                .filter(link -> !leadsSomewhere(document, link))
                                                .map(link -> document + ": " + link));

        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path document, String link) {
        return link.startsWith("https://") || Files.exists(document.resolveSibling(link));
    }

    static Stream<Block> commands() {
        return blocks(Product.HOME.resolve("README.md"), "sh")
                .flatMap(
                        block ->
                                block.text()
                                        .lines()
                                        .filter(line -> line.contains("./millrace"))
                                        .map(line -> new Block(line.strip(), line, "")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_of_the_readme_works(Block command) {
        String anew = "run --state " + folder.resolve("state") + " "; // as if for the first time
        String call = command.text().replace("run ", anew);

        var ended = Product.run(Product.in(Product.HOME, List.of("/bin/sh", "-c", call)));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    private static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Product.HOME.resolve("docs"))) {
            var pages = docs.filter(file -> file.toString().endsWith(".md")).sorted().toList();
            return Stream.concat(ROOT_PAGES.stream().map(Product.HOME::resolve), pages.stream());
        }
    }

    private static Stream<Block> blocks(Path document, String language) {
        String text = text(document);
        return FENCED.matcher(text)
                .results()
                .filter(match -> match.group(2).equals(language))
                .map(
                        match ->
                                new Block(
                                        place(document, text, match),
                                        match.group(3),
                                        Objects.requireNonNullElse(match.group(1), "")));
    }

    private static String place(Path document, String text, MatchResult match) {
        long line = text.substring(0, match.start()).lines().count() + 1;
        return Product.HOME.relativize(document) + ":" + line;
    }

    private static String text(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

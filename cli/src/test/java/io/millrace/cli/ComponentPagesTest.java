package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.ComponentPage;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.ComponentType;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The pages of docs/components are what the components declare; with {@code -Ddocs=write} this test
 * writes them.
 */
class ComponentPagesTest {

    private static final Path FOLDER = Product.HOME.resolve("docs/components");

    @Test
    @DisplayName("T20 X020 M120 the pages are made of what components declare")
    void pages_say_what_the_components_declare() throws IOException {
        var pages = pages();
        if (System.getProperty("docs", "check").equals("write")) {
            write(pages);
        }

        var found = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertThat(found).as("stale pages; see CONTRIBUTING.md").isEqualTo(pages);
    }

    private static void write(Map<String, String> pages) throws IOException {
        Files.createDirectories(FOLDER);
        for (var page : pages.entrySet()) {
            Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
        }
    }

    private static Map<String, String> pages() {
        var registry = ComponentRegistry.discover();
        var pages = new TreeMap<String, String>();
        var index =
                new StringBuilder(
                        """
                        # Components

                        The built-in components, made of what each declares: `millrace list TYPE` shows the same.

                        """);
        for (String name : registry.names()) {
            ComponentType type = Objects.requireNonNull(registry.type(name));
            pages.put(name + ".md", ComponentPage.markdown(type, registry));
            index.append("- [").append(name).append("](").append(name).append(".md): ");
            index.append(ComponentPage.summary(type, registry)).append('\n');
        }
        pages.put("README.md", index.toString());
        return pages;
    }
}

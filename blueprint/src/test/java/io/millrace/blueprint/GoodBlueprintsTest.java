package io.millrace.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.millrace.api.Expression;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads every folder under {@code blueprints/good}, whose files all say the same. */
class GoodBlueprintsTest {

    @TestFactory
    Stream<DynamicTest> forms_that_say_the_same_give_equal_graphs() throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(Corpus.FOLDER.resolve("good"))) {
            folders = all.sorted().toList();
        }
        return folders.stream()
                .map(f -> dynamicTest(f.getFileName().toString(), () -> areEqual(f)));
    }

    private static void areEqual(Path folder) throws IOException {
        List<Path> files = Corpus.files(folder, ".yaml");
        assertThat(files).hasSizeGreaterThan(1);
        List<String> first = description(Corpus.read(files.getFirst()));
        for (Path file : files) {
            assertThat(description(Corpus.read(file))).as(file.toString()).isEqualTo(first);
        }
    }

    private static List<String> description(Graph graph) {
        var lines = new ArrayList<String>();
        lines.add(graph.name() + " " + graph.settings());
        for (ComponentSpec component : graph.components()) {
            lines.add(
                    component.name()
                            + " "
                            + component.type().name()
                            + " "
                            + text(component.config())
                            + " "
                            + text(component.options()));
        }
        graph.streams().stream()
                .map(s -> s + " " + text(s.buffer()) + s.whenFull() + text(s.condition()))
                .sorted()
                .forEach(lines::add);
        assertThat(graph.warnings()).isEmpty();
        assertThat(graph.streams()).extracting(StreamSpec::from).isNotEmpty();
        return lines;
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "-";
            case Expression expression -> "<" + expression.text() + ">";
            case Record fields -> {
                var text = new StringBuilder("{");
                for (RecordComponent each : fields.getClass().getRecordComponents()) {
                    text.append(each.getName()).append(": ").append(text(of(fields, each)));
                    text.append(", ");
                }
                yield text.append("}").toString();
            }
            default -> value.equals(ComponentSpec.NO_CONFIG) ? "-" : value.toString();
        };
    }

    private static @Nullable Object of(Record fields, RecordComponent component) {
        try {
            return component.getAccessor().invoke(fields);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}

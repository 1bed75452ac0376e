package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What {@code millrace schema} prints; SchemaTest in blueprint holds it to what it describes. */
class SchemaCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int millrace(String... words) {
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Main.run(List.of(words), new Terminal(print, print, 0, false));
    }

    private Document json(String... path) {
        Document json = Document.parse(out.toString(StandardCharsets.UTF_8));
        for (String name : path) {
            json = Objects.requireNonNull(json.get(name), name);
        }
        return json;
    }

    @Test
    void without_a_type_it_is_that_of_blueprints() {
        assertThat(millrace("schema")).isZero();

        assertThat(json("$schema").asString()).endsWith("/2020-12/schema");
        Document condition = json("$defs", "config_of_Filter", "properties", "condition");
        assertThat(Objects.requireNonNull(condition.get("description")).asString()).isNotEmpty();
        assertThat(json("$defs", "config_of_FileSink", "properties", "mode", "default"))
                .isEqualTo(Document.of("overwrite"));
        assertThat(out.toString(StandardCharsets.UTF_8).lines().count()).isGreaterThan(100);
    }

    @Test
    void with_a_type_it_is_that_of_its_components() {
        assertThat(millrace("schema", "Filter")).isZero();

        assertThat(json("$defs", "component", "properties", "type", "const"))
                .isEqualTo(Document.of("Filter"));
    }

    @Test
    void type_that_there_is_not_is_refused() {
        assertThat(millrace("schema", "Filtre")).isEqualTo(ExitCode.INVALID);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("there is no component type 'Filtre'; did you mean 'Filter'?");
    }
}

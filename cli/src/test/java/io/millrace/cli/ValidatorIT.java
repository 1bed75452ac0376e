package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The component with a library of its own has it in the product. */
class ValidatorIT {

    @TempDir private Path folder;

    @Test
    void items_are_checked() throws IOException {
        Files.writeString(
                folder.resolve("even.json"), "{\"properties\": {\"seq\": {\"multipleOf\": 2}}}");
        Path blueprint =
                Files.writeString(
                        folder.resolve("checked.yaml"),
                        """
                        components:
                          in: { type: Generator, config: { count: 3 } }
                          checked: { type: Validator, config: { schema_file: even.json } }
                          out: { type: StdoutSink }
                          failed: { type: FileSink, config: { path: failed.ndjson } }
                        bindings:
                          - in -> checked -> out
                          - checked.error -> failed
                        """);

        var ended = Product.run(Product.java("run", blueprint.toString()));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualTo("{\"seq\":0}\n{\"seq\":2}\n");
        assertThat(Files.readString(folder.resolve("failed.ndjson")))
                .contains(
                        "\"details\":{\"violations\":[{\"path\":\"/seq\",\"keyword\":\"multipleOf\"");
    }
}

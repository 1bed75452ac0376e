package io.millrace.crashlab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

class PipelinesTest {

    static List<Pipeline> pipelines() {
        return Pipelines.ALL;
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void a_changed_blueprint_differs_in_what_was_changed(Pipeline pipeline) throws IOException {
        try (var in = Round.class.getResourceAsStream(pipeline.name() + "/blueprint.yaml")) {
            String blueprint = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            String changed = pipeline.changed(blueprint);

            assertThat(changed)
                    .isNotEqualTo(blueprint)
                    .containsAnyOf("renamed_from: ", "  - in -> added", "  - zip -> added", ": 3 }")
                    .startsWith("system: " + pipeline.name() + "\n");
        }
    }
}

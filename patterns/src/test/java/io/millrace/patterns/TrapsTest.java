package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The traps of the original that are not shown with the pattern they are in. */
class TrapsTest {

    private static Graph classic(String otherInput) {
        return Parts.read(
                """
                system:
                  name: classic
                  components:
                    - { name: in, type: Generator, config: { count: 1 } }
                    - name: parted
                      type: Router
                      config:
                        routes: [ { when: item.seq == 0, to: first }, { when: "true", to: rest } ]
                    - { name: merged, type: Merger, config: { inputs: [ input, %s ] } }
                    - { name: out, type: CollectSink }
                  bindings:
                    - { from_component: in, to_component: parted }
                    - { from_component: parted, to_component: out, stream_name: first }
                    - { from_component: parted, to_component: merged, stream_name: rest }
                    - { from_component: merged, to_component: out, stream_name: output }
                """
                        .formatted(otherInput));
    }

    @Test
    @DisplayName("T11 X056 X059 stream_name is the producer's output if it has one of that name")
    void stream_name_is_the_producers_output() {
        assertThat(classic("other").streams())
                .extracting(StreamSpec::toString)
                .containsExactly(
                        "in.output -> parted.input",
                        "parted.first -> out.input",
                        "parted.rest -> merged.input",
                        "merged.output -> out.input");
    }

    @Test
    @DisplayName("T11 X056 a name that both have is told, with what it was taken for")
    void ambiguous_stream_name_is_told() {
        assertThat(classic("rest").warnings())
                .extracting(w -> w.message() + "; " + String.join(" ", w.notes()))
                .anyMatch(
                        m ->
                                m.contains("'rest' is an output of 'parted' and an input of")
                                        && m.contains("taken as 'parted.rest -> merged.input'"));
    }

    @Test
    @DisplayName("T16 a condition reaches nothing but the item")
    void condition_is_not_code_of_the_host() {
        for (String condition :
                List.of(
                        "java.lang.System.exit(0)",
                        "__import__('os').system('ls')",
                        "item.getClass()",
                        "open('/etc/passwd').size() > 0")) {
            assertThat(
                            Parts.problems(
                                    """
                                    components:
                                      in: { type: Generator, config: { count: 1 } }
                                      filter:
                                        type: Filter
                                        config: { condition: "%s" }
                                      out: { type: CollectSink }
                                    bindings: [ in -> filter -> out ]
                                    """
                                            .formatted(condition)))
                    .as(condition)
                    .isNotEmpty();
        }
    }

    /** What the seed's error test wanted to show, with and without the engine's boundary. */
    @Test
    @DisplayName("T9 the seed's error test, which fails when errors are not handled")
    void error_test_fails_without_error_handling() throws Exception {
        var tester =
                ComponentTester.of(
                                () ->
                                        new Parts.Loop(
                                                streams -> {
                                                    for (Object item :
                                                            streams.receive(
                                                                    "input", Object.class)) {
                                                        fail(item);
                                                    }
                                                }))
                        .input(Document.parse("{\"id\":1}"));

        TestRun run = tester.run();

        assertThat(run.failure()).hasMessage("Test error");
    }

    private static void fail(Object item) {
        if (!item.toString().isEmpty()) {
            throw new IllegalArgumentException("Test error");
        }
    }
}

package io.millrace.testfiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.ComponentRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class AcceptanceTest {

    @TempDir private Path folder;

    /** Accepts what comes of a file, sees that it then passes, and returns its text. */
    private String accepted(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("a.test.yaml"), text);
        var registry = ComponentRegistry.discover();
        TestReport report = TestFile.read(file, registry).run(true);
        assertThat(report.problems()).isEmpty();
        assertThat(report.failed()).isZero();
        assertThat(TestFile.read(file, registry).run(false).failed()).isZero();
        return Files.readString(file);
    }

    @Test
    void writes_what_came_where_nothing_is_expected() throws Exception {
        String text =
                """
                # sums, as they are asked for
                component: { type: Filter, config: { condition: item.n > 1 } }
                tests:
                  - name: first   # the one
                    given:
                      input: [ { n: 1 }, { n: 2, t: "a: b" }, { n: 3.5, t: yes, o: { l: [ null, true ] } } ]   # three

                  # and another
                  - name: second
                    given: { input: [ { n: 0 }, { m: 0 } ] }
                """;

        assertThat(accepted(text))
                .isEqualTo(
                        """
                        # sums, as they are asked for
                        component: { type: Filter, config: { condition: item.n > 1 } }
                        tests:
                          - name: first   # the one
                            given:
                              input: [ { n: 1 }, { n: 2, t: "a: b" }, { n: 3.5, t: yes, o: { l: [ null, true ] } } ]   # three
                            expect:
                              output:
                                - { n: 2, t: "a: b" }
                                - { n: 3.5, t: yes, o: { l: [null, true] } }

                          # and another
                          - name: second
                            given: { input: [ { n: 0 }, { m: 0 } ] }
                            expect:
                              output: []
                            errors:
                              - { message: "no field 'n' in item; use has(item.n) or item.?n.orValue(…)  (in: item.n > 1)", component: tested }
                        """);
    }

    @Test
    void changes_what_differs_and_leaves_the_rest() throws Exception {
        String text =
                """
                component: { type: Filter, config: { condition: item.n > 1 } }
                given: { input: [ { n: 1 }, { at: 10s, item: { n: 2 } }, { n: 3 } ] }
                tests:
                  - name: list
                    expect:
                      # what is large
                      output: # two of them
                        - { n: 7 }
                        - { n: 8 }
                    elapsed: 9s # long
                  - { name: flow, expect: { output: [ { n: 2 } ] } }
                  - name: timed
                    expect:
                      output: [ { at: 1s, item: { n: 2 } } ] # with times
                  - name: mapping
                    expect:
                      output:
                        in_any_order: true
                        items:
                        - n: 5
                        count: 9
                    errors: [ none ]
                """;

        assertThat(accepted(text))
                .isEqualTo(
                        """
                        component: { type: Filter, config: { condition: item.n > 1 } }
                        given: { input: [ { n: 1 }, { at: 10s, item: { n: 2 } }, { n: 3 } ] }
                        tests:
                          - name: list
                            expect:
                              # what is large
                              output: # two of them
                                - { n: 2 }
                                - { n: 3 }
                            elapsed: 10s # long
                          - { name: flow, expect: { output: [{ n: 2 }, { n: 3 }] } }
                          - name: timed
                            expect:
                              output:
                                - { at: 10s, item: { n: 2 } }
                                - { at: 10s, item: { n: 3 } } # with times
                          - name: mapping
                            expect:
                              output:
                                in_any_order: true
                                items:
                                  - { n: 2 }
                                  - { n: 3 }
                                count: 2
                            errors: []
                        """);
    }

    @Test
    void leaves_alone_what_only_a_person_can_change() throws Exception {
        String text =
                """
                component: { type: Filter, config: { condition: item.n > 1 } }
                given: { input: [ { n: 2 } ] }
                tests:
                  - name: part
                    expect: { output: { contains: [ { n: 3 } ] } }
                  - name: failure
                    fails: no server
                """;
        Path file = Files.writeString(folder.resolve("a.test.yaml"), text);

        TestReport report = TestFile.read(file, ComponentRegistry.discover()).run(true);

        assertThat(report.failed()).isEqualTo(2);
        assertThat(report.accepted()).isZero();
        assertThat(file).hasContent(text);
    }

    @Test
    void keeps_line_ends_and_characters_as_they_are() throws Exception {
        String text =
                """
                component: { type: Limit, config: { count: 1 } }
                tests:
                  - name: "\uD83D\uDE00 first"
                    given: { input: [ { n: \uD83D\uDE00 }, { n: 2 } ] }
                    expect: # none yet
                      output: []
                """
                        .replace("\n", "\r\n");

        assertThat(accepted(text))
                .isEqualTo(
                        text.replace(
                                "output: []\r\n",
                                "output:\r\n        - { n: \"\uD83D\uDE00\" }\r\n"));
    }
}

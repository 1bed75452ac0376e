package io.millrace.testfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.AbstractComponent;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.DiagnosticRenderer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

class TestFileTest {

    private static final String BLUEPRINT =
            """
            parameters: { least: 100 }
            components:
              orders:
                type: FileSource
                config: { path: orders.ndjson }
              large:
                type: Filter
                config: { condition: 'item.total >= ${least}' }
              euros:
                type: Transformer
                config: { set: { euros: item.total / 100.0 } }
              archive:
                type: FileSink
                config: { path: out/archive.ndjson }
            bindings:
              - orders -> large -> euros -> archive
            """;

    private static final String GIVEN =
            """
            blueprint: orders.yaml
            given:
              orders:
                - { id: 1, total: 50 }
                - { id: 2, total: 150 }
                - { at: 1h, item: { id: 3, total: 200 } }
            """;

    @TempDir private Path folder;

    @BeforeEach
    void write_the_blueprint() throws IOException {
        Files.writeString(folder.resolve("orders.yaml"), BLUEPRINT);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("orders.test.yaml"), text);
    }

    private TestReport run(String text) throws Exception {
        return TestFile.read(write(text), ComponentRegistry.discover()).run(false);
    }

    private List<String> differences(String tests) throws Exception {
        return cases(GIVEN + tests).getFirst().differences();
    }

    private List<CaseReport> cases(String text) throws Exception {
        TestReport report = run(text);
        assertThat(report.problems()).isEmpty();
        return report.cases();
    }

    private String problems(String text) throws Exception {
        Path file = write(text);
        String found;
        try {
            var report = TestFile.read(file, ComponentRegistry.discover()).run(false);
            assertThat(report.isInvalid()).isTrue();
            found = DiagnosticRenderer.ofFiles(false).text(report.problems());
        } catch (BlueprintException e) {
            found = DiagnosticRenderer.ofFiles(false).text(e.diagnostics());
        }
        return found.replace(folder.toString() + "/", "");
    }

    @Test
    @DisplayName("M093 a whole blueprint runs with given items, and writes no file")
    void passes_what_is_as_expected() throws Exception {
        var report =
                run(
                        GIVEN
                                + """
                                tests:
                                  - name: large orders are archived
                                    expect:
                                      archive:
                                        - { id: 2, total: 150, euros: 1.5 }
                                        - { at: 3600s, item: { id: 3, total: 200, euros: 2.0 } }
                                    elapsed: 1h
                                  - name: the least is a parameter
                                    set: { least: 200 }
                                    expect:
                                      archive: { partial: true, items: [ { id: 3 } ] }
                                      large.output: { count: 1 }
                                      orders.output: { contains: [ { id: 1 } ], count: 3 }
                                  - name: any order
                                    expect:
                                      archive:
                                        in_any_order: true
                                        partial: true
                                        items: [ { id: 3 }, { id: 2 } ]
                                """);

        assertThat(report.problems()).isEmpty();
        assertThat(report.cases())
                .hasSize(3)
                .allSatisfy(c -> assertThat(c.differences()).isEmpty());
        assertThat(report.cases().getFirst().position().line()).isEqualTo(8);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void shows_the_first_difference() throws Exception {
        assertThat(
                        differences(
                                """
                                tests:
                                  - name: all
                                    expect:
                                      archive:
                                        - { id: 2, total: 151, euros: 1.5 }
                                        - { id: 3, total: 200, euros: 2.0 }
                                """))
                .containsExactly(
                        "archive: item 1 differs in 'total'",
                        "  expected  {\"id\":2,\"total\":151,\"euros\":1.5}",
                        "  came      {\"id\":2,\"total\":150,\"euros\":1.5}",
                        "                              ^");
    }

    @Test
    void shows_what_is_missing_and_what_is_too_many() throws Exception {
        assertThat(differences("tests: [ { name: a, expect: { archive: [] } } ]"))
                .containsExactly(
                        "archive: item 1 is one too many (0 items expected, 2 came)",
                        "  came      {\"id\":2,\"total\":150,\"euros\":1.5}");
        assertThat(
                        differences(
                                """
                                tests:
                                  - name: a
                                    expect:
                                      archive:
                                        partial: true
                                        items: [ { id: 2 }, { id: 3 }, { id: 4 } ]
                                      large.output: { contains: [ { id: 9 } ], count: 3 }
                                """))
                .containsExactly(
                        "archive: item 3 is missing (3 items expected, 2 came)",
                        "  expected  {\"id\":4}",
                        "large.output: 1 item is missing",
                        "  expected  {\"id\":9}",
                        "  among 2 items that came:",
                        "  came      {\"id\":2,\"total\":150}",
                        "  came      {\"id\":3,\"total\":200}",
                        "large.output: 3 items expected, 2 came");
    }

    @Test
    void shows_a_time_that_differs() throws Exception {
        assertThat(
                        differences(
                                """
                                tests:
                                  - name: a
                                    expect:
                                      archive:
                                        partial: true
                                        items: [ { id: 2 }, { at: 2h, item: { id: 3 } } ]
                                    elapsed: 5s
                                """))
                .containsExactly(
                        "archive: item 2 differs in 'at'",
                        "  expected  at 7200s {\"id\":3}",
                        "  came      at 3600s {\"id\":3,\"total\":200,\"euros\":2.0}",
                        "               ^",
                        "elapsed: 5s expected, it took 3600s");
    }

    @Test
    @DisplayName("M089 items that fail without being expected to fail the test")
    void notices_items_that_fail() throws Exception {
        String given =
                """
                blueprint: orders.yaml
                given: { orders: [ { id: 1 }, { id: 2, total: 150 } ] }
                tests:
                  - name: a
                    expect: { archive: { count: 1 } }
                """;

        assertThat(cases(given).getFirst().differences())
                .hasSize(2)
                .startsWith("errors: 1 item failed, none expected")
                .last()
                .asString()
                .startsWith("  came      'no field 'total' in item;")
                .endsWith("in 'large' for {\"id\":1}");
        assertThat(cases(given + "    errors: [ no field 'total' ]\n").getFirst().differences())
                .isEmpty();
        assertThat(
                        cases(
                                        given
                                                + """
                                                    errors:
                                                      - { component: large, category: expression, item: { id: 1 } }
                                                """)
                                .getFirst()
                                .differences())
                .isEmpty();
        assertThat(
                        cases(given + "    errors: [ { message: no field, times: 2 }, other ]\n")
                                .getFirst()
                                .differences())
                .containsExactly(
                        "errors: 'no field' expected 2 times, 1 came",
                        "errors: 'other' expected once, 0 came");
        assertThat(
                        cases(
                                        """
                                        blueprint: orders.yaml
                                        given: { orders: [ { id: 1 } ] }
                                        tests:
                                          - name: a
                                            expect:
                                              large.error: { partial: true, items: [ { component: large } ] }
                                        """)
                                .getFirst()
                                .differences())
                .isEmpty();
    }

    @Test
    void expects_a_run_to_fail() throws Exception {
        String file =
                """
                component:
                  type: Filter
                  config: { condition: item.total > 1 }
                  on_error: { then: stop }
                given: { input: [ { id: 1 } ] }
                tests:
                  - name: a
                    fails: %s
                """;

        assertThat(cases(file.formatted("no field 'total'")).getFirst().differences()).isEmpty();
        assertThat(cases(file.formatted("other")).getFirst().differences())
                .containsExactly(
                        "fails: 'other' expected",
                        "  came      'tested' failed in onItem: no field 'total' in item; use"
                                + " has(item.total) or item.?total.orValue(…)  (in: item.total >"
                                + " 1)");
    }

    @Test
    void tests_one_component() throws Exception {
        var report =
                run(
                        """
                        component:
                          type: Router
                          config:
                            routes: [ { when: item.total >= 100, to: large } ]
                            default: small
                        tests:
                          - name: by total
                            given:
                              input: [ { total: 5 }, { total: 500 } ]
                            expect:
                              large: [ { total: 500 } ]
                              small: [ { total: 5 } ]
                          - name: from a file
                            given:
                              input: { file: few.ndjson, every: 10s }
                            expect:
                              small: [ { total: 7 }, { at: 10s, item: { total: 8 } } ]
                        """
                                .replace(
                                        "few.ndjson",
                                        Files.writeString(
                                                        folder.resolve("few.ndjson"),
                                                        "{\"total\":7}\n{\"total\":8}\n")
                                                .getFileName()
                                                .toString()));

        assertThat(report.problems()).isEmpty();
        assertThat(report.cases()).allSatisfy(c -> assertThat(c.differences()).isEmpty());
    }

    /** Takes texts, not documents. */
    public static final class Shout extends AbstractComponent<String> {
        @Override
        protected Object transform(String item) {
            return item.toUpperCase(Locale.ROOT);
        }
    }

    /** Takes numbers. */
    public static final class Twice implements Handler<Integer> {
        @Override
        public void onItem(Integer item, Output out) throws Exception {
            out.send(item * 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    Shout; a, b; A, B
                    Twice; 1, 2; 2, 4
                    """)
    void gives_a_component_the_items_that_it_declares(String type, String given, String expected)
            throws Exception {
        var registry = new ComponentRegistry().register(Shout.class).register(Twice.class);
        Path file =
                write(
                        """
                        component: { type: %s }
                        given: { input: [ %s ] }
                        tests: [ { name: a, expect: { output: [ %s ] } } ]
                        """
                                .formatted(type, given, expected));

        TestReport report = TestFile.read(file, registry).run(false);

        assertThat(report.problems()).isEmpty();
        assertThat(report.cases().getFirst().differences()).isEmpty();
    }

    @Test
    void runs_a_real_source_for_a_time() throws Exception {
        var report =
                run(
                        """
                        component: { type: Timer, config: { interval: 10s } }
                        tests:
                          - name: ticks
                            run_for: 25s
                            expect: { output: { count: 2 } }
                        """);

        assertThat(report.problems()).isEmpty();
        assertThat(report.cases().getFirst().differences()).isEmpty();
    }

    @Test
    void names_that_are_not_there_are_problems_of_the_file() throws Exception {
        assertThat(
                        problems(
                                """
                                blueprint: orders.yaml
                                tests:
                                  - name: a
                                    given: { order: [] }
                                    expect: { archiv: [] }
                                """))
                .isEqualTo(
                        """
                        orders.test.yaml:4:14: error[MR201]: 'orders' has no source or input 'order'
                          4 |     given: { order: [] }
                            |              ^^^^^
                          there are: orders
                          fix: did you mean 'orders'?

                        orders.test.yaml:5:15: error[MR201]: 'orders' has no sink or output 'archiv'
                          5 |     expect: { archiv: [] }
                            |               ^^^^^^
                          there are: archive, orders.output, orders.error, large.output, large.error, euros.output, euros.error, archive.error
                          fix: did you mean 'archive'?

                        orders.test.yaml:3:11: error[MR113]: nothing is given for 'orders'
                          3 |   - name: a
                            |           ^
                          fix: give it items under 'given', or 'orders: { real: true }'
                        """);
    }

    @Test
    void a_file_that_is_wrong_says_where() throws Exception {
        assertThat(problems("- a\n")).contains("a test file is a mapping, not a list");
        assertThat(problems("tests: []\n"))
                .contains("a test file needs what it tests")
                .contains("there is no test");
        assertThat(problems("blueprint: nowhere.yaml\ntests: [ { name: a } ]\n"))
                .contains("nowhere.yaml: error[MR102]: there is no such file");
        assertThat(problems("blueprint: orders.yaml\ntests: [ { nam: a } ]\n"))
                .contains("orders.test.yaml:2:12: error[MR301]")
                .contains("did you mean 'name'?");
        assertThat(
                        problems(
                                GIVEN
                                        + "tests: [ { name: a, expect: { archive: [ { at: soon,"
                                        + " item: {} } ] } } ]"))
                .contains("'at' must be a time such as 250ms or 10s, not the text 'soon'");
        assertThat(problems(GIVEN + "tests: [ { name: a }, { name: a } ]"))
                .contains("two tests are named 'a'");
        assertThat(problems("component: { type: Filtre }\ntests: [ { name: a } ]\n"))
                .contains("orders.test.yaml:1:20: error[MR202]")
                .contains("did you mean 'Filter'?");
    }

    @Test
    void says_that_nothing_is_expected() throws Exception {
        assertThat(differences("tests: [ { name: a } ]"))
                .containsExactly("nothing is expected; --accept writes what came");
    }

    @Test
    void a_blueprint_that_is_a_part_is_tested_by_its_ends() throws Exception {
        Files.writeString(
                folder.resolve("orders.yaml"),
                """
                inputs: [ large ]
                outputs: [ large ]
                components:
                  large: { type: Filter, config: { condition: item.total > 100 } }
                """);

        assertThat(
                        cases(
                                        """
                                        blueprint: orders.yaml
                                        tests:
                                          - name: a
                                            given: { input: [ { total: 1 }, { total: 101 } ] }
                                            expect: { output: [ { total: 101 } ] }
                                        """)
                                .getFirst()
                                .differences())
                .isEmpty();
    }

    @Test
    void finds_files_below_a_folder() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("a/b"));
        Path one = Files.writeString(deep.resolve("one.test.yaml"), "");
        Files.writeString(deep.resolve("two.yaml"), "");
        Path other = folder.resolve("named.yaml");

        assertThat(TestFiles.in(List.of(folder, other))).containsExactly(one, other);
        assertThatThrownBy(
                        () ->
                                TestFile.read(
                                        folder.resolve("none.test.yaml"), new ComponentRegistry()))
                .isInstanceOf(BlueprintException.class)
                .hasMessageContaining("there is no such file");
    }
}

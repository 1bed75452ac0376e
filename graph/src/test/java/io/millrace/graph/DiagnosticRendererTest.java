package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class DiagnosticRendererTest {

    private static final Diagnostic LFET =
            Problem.UNKNOWN_PORT
                    .at(
                            new Position("orders.yaml", 2, 32, 4),
                            "component 'match_payments' has no input 'lfet'")
                    .withNote("inputs of 'StreamProcessor' (joining): left, right")
                    .withFix("did you mean 'left'?");

    private static String text(String source, Diagnostic diagnostic) {
        return new DiagnosticRenderer(_ -> source, false).text(diagnostic);
    }

    @Test
    void shows_the_line_with_a_caret() {
        String source = "bindings:\n  - payments -> match_payments.lfet\n";

        assertThat(text(source, LFET))
                .isEqualTo(
                        """
                        orders.yaml:2:32: error[MR203]: component 'match_payments' has no input 'lfet'
                          2 |   - payments -> match_payments.lfet
                            |                                ^^^^
                          inputs of 'StreamProcessor' (joining): left, right
                          fix: did you mean 'left'?
                        """);
    }

    @Test
    void leaves_the_line_out_where_it_is_not_known() {
        assertThat(text("one line", LFET).lines()).hasSize(3);
        assertThat(new DiagnosticRenderer(_ -> null, false).text(List.of(LFET, LFET)).lines())
                .hasSize(7);
        assertThat(text("", Problem.NO_COMPONENTS.at(Position.NONE, "there are none")))
                .isEqualTo("error[MR222]: there are none\n");
    }

    @Test
    void shows_a_part_of_a_long_line() {
        Diagnostic far = Problem.SYNTAX.at(new Position("a", 1, 5_001, 3), "here");

        String shown = text("x".repeat(5_000) + "yyy" + "z".repeat(5_000), far);

        List<String> lines = shown.lines().toList();
        assertThat(lines.get(1)).hasSizeLessThan(180);
        int caret = lines.get(2).indexOf('^');
        assertThat(lines.get(1).substring(caret, caret + 3)).isEqualTo("yyy");
    }

    @Test
    void keeps_carets_in_place_behind_tabs_and_wide_characters() {
        String shown = text("\t😀 x", Problem.SYNTAX.at(new Position("a", 1, 4, 1), "here"));

        assertThat(shown).contains("  1 | \t😀 x\n    | \t  ^\n");
    }

    @Test
    void lets_nothing_through_that_could_move_the_cursor() {
        String shown =
                text("a\u001b[2Jb", Problem.SYNTAX.at(new Position("a", 1, 1, 1), "'\u001b[1m'"));

        assertThat(shown).doesNotContain("\u001b");
    }

    @Test
    void colours_what_it_is_if_asked() {
        assertThat(new DiagnosticRenderer(_ -> null, true).text(LFET))
                .contains("\u001b[1;31merror[MR203]\u001b[0m: component");
    }

    @Test
    void is_an_object_for_programs() {
        assertThat(DiagnosticRenderer.json(LFET))
                .isEqualTo(
                        "{\"severity\":\"error\",\"code\":\"MR203\",\"message\":\"component"
                            + " 'match_payments' has no input"
                            + " 'lfet'\",\"file\":\"orders.yaml\",\"line\":2,\"column\":32,\"length\":4,\"notes\":[\"inputs"
                            + " of 'StreamProcessor' (joining): left, right\"],\"fix\":\"did you"
                            + " mean 'left'?\"}");
        assertThat(DiagnosticRenderer.json(Problem.SYNTAX.at(Position.NONE, "\"\\\n\u0001")))
                .contains("\"message\":\"\\\"\\\\\\n\\u0001\"");
    }
}

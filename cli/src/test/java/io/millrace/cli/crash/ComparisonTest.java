package io.millrace.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.Delivery;

import org.junit.jupiter.api.Test;

import java.util.List;

class ComparisonTest {

    private static final List<String> RIGHT = List.of("a", "b", "b", "c");

    private static Comparison compared(String... killed) {
        return Comparison.of(RIGHT, RIGHT, List.of(killed), null);
    }

    @Test
    void the_same_is_exact() {
        assertThat(compared("a", "b", "b", "c").isExact()).isTrue();
    }

    @Test
    void what_is_missing_is_lost() {
        assertThat(compared("a", "b", "c")).isEqualTo(new Comparison(1, 0, 0, false, "b"));
    }

    @Test
    void what_is_there_more_often_is_duplicated() {
        assertThat(compared("a", "b", "b", "a", "a", "c"))
                .isEqualTo(new Comparison(0, 2, 0, false, "a"));
    }

    @Test
    void what_no_undisturbed_run_has_is_another_item() {
        assertThat(compared("a", "b", "x", "b", "c"))
                .isEqualTo(new Comparison(0, 0, 1, false, "x"));
    }

    @Test
    void what_is_lost_is_named_first() {
        assertThat(compared("a", "a", "x", "b", "b"))
                .isEqualTo(new Comparison(1, 1, 1, false, "c"));
    }

    @Test
    void an_order_that_is_always_the_same_must_be_kept() {
        assertThat(compared("b", "a", "b", "c")).isEqualTo(new Comparison(0, 0, 0, true, "b"));
    }

    @Test
    void an_order_that_is_never_the_same_need_not_be_kept() {
        List<String> again = List.of("c", "b", "a", "b");

        assertThat(Comparison.of(RIGHT, again, List.of("b", "c", "b", "a"), null).isExact())
                .isTrue();
    }

    @Test
    void a_verdict_adds_up_and_keeps_the_first() {
        Verdict verdict =
                verdict(Delivery.EXACTLY_ONCE)
                        .with(Comparison.EXACT, 1)
                        .with(new Comparison(2, 0, 0, false, "x"), 2)
                        .with(new Comparison(1, 5, 0, false, "y"), 3);

        assertThat(verdict.text()).isEqualTo("LOST: 3, duplicates: 5");
        assertThat(verdict.first()).isEqualTo("x");
        assertThat(verdict.run()).isEqualTo(2);
        assertThat(verdict.isKept()).isFalse();
    }

    @Test
    void at_least_once_allows_what_comes_again_and_nothing_else() {
        Verdict verdict = verdict(Delivery.AT_LEAST_ONCE);

        assertThat(verdict.with(new Comparison(0, 3, 0, false, "x"), 1).isKept()).isTrue();
        assertThat(verdict.with(new Comparison(1, 0, 0, false, "x"), 1).isKept()).isFalse();
        assertThat(verdict.with(new Comparison(0, 0, 1, false, "x"), 1).isKept()).isFalse();
    }

    @Test
    void best_effort_promises_nothing() {
        Verdict verdict =
                verdict(Delivery.BEST_EFFORT).with(new Comparison(9, 9, 9, false, "x"), 1);

        assertThat(verdict.isKept()).isTrue();
    }

    private static Verdict verdict(Delivery promised) {
        return new Verdict("out", promised, null, 4, true, 0, 0, 0, 0, null, 0);
    }
}

package io.millrace.graph.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class LimitsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static Expression compile(String text) {
        return Expressions.compile(text, "item");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{", "!", "-", "item[", "size(", "true?", "1?2:", "{1:"})
    void refuses_any_depth_of_nesting(String opening) {
        assertTimeoutPreemptively(
                SOON,
                () -> {
                    for (int times : new int[] {65, 500, 5_000}) {
                        assertThatThrownBy(() -> compile(opening.repeat(times)))
                                .as("%d times", times)
                                .isInstanceOf(ExpressionSyntaxException.class);
                    }
                });
    }

    @Test
    void refuses_a_deep_tree_that_is_written_flat() {
        assertThat(compile("item" + ".a".repeat(63))).isNotNull();
        assertThatThrownBy(() -> compile("item" + ".a".repeat(64)))
                .hasMessage("the expression is nested deeper than 64");
        assertThatThrownBy(() -> compile("1" + " + 1".repeat(900)))
                .hasMessage("the expression is nested deeper than 64");
    }

    @Test
    void takes_many_conditions_side_by_side() {
        String many =
                IntStream.range(0, 300)
                        .mapToObj(i -> "item.n == " + i)
                        .collect(Collectors.joining(" || "));

        assertThat(compile(many).test(Document.parse("{\"n\": 299}"), Current.NONE)).isTrue();
        assertThat(compile(many).test(Document.parse("{\"n\": 300}"), Current.NONE)).isFalse();
    }

    @Test
    void refuses_a_long_text_and_a_large_tree() {
        assertThatThrownBy(() -> compile("\"" + "x".repeat(16 << 10) + "\""))
                .hasMessage("the expression is longer than 16 KiB");
        assertThatThrownBy(() -> compile("\"" + "ä".repeat(8 << 10) + "\""))
                .hasMessage("the expression is longer than 16 KiB");
        assertThatThrownBy(() -> compile("[" + "1,".repeat(2_000) + "]"))
                .hasMessage("the expression has more than 2000 parts");
    }

    @DisplayName("T16 an expression that takes too long is ended")
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    item.l.all(a, item.l.all(b, item.l.all(c, true)))                     => more than 100000 steps
                    item.l.map(a, item.l.map(b, item.l)).size() > 0                       => more than 100000 steps
                    item.l.map(a, item.long).join().size() > 0                            => more than 100000 steps
                    item.l.exists(a, item.long.contains("b"))                             => more than 100000 steps
                    item.half.contains(item.half)                                         => more than 100000 steps
                    item.long.replace("", item.long) == ""                                => more than 100000 steps
                    item.long.split("").size() > 0                                        => more than 100000 steps
                    item.l.all(a, item.l == item.k)                                       => more than 100000 steps
                    item.long.matches("(a*)*b")                                           => steps
                    item.long.matches("(a|aa)+$")                                         => steps
                    item.long.matches("(a+a+)+y")                                         => more than 100000 steps
                    [item.long, item.long, item.long]                                     => the result is larger than 1 MiB
                    """)
    void ends_what_takes_too_long(String text, String message) {
        String list =
                IntStream.range(0, 1_000)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(","));
        Document item =
                Document.parse(
                        """
                        {"l": [%s], "k": [%s], "long": "%s", "half": "%s"}
                        """
                                .formatted(list, list, "a".repeat(400_000), "a".repeat(100_000)));
        Expression expression = compile(text);

        assertTimeoutPreemptively(
                SOON,
                () ->
                        assertThatThrownBy(() -> expression.evaluate(item, Current.NONE))
                                .isInstanceOf(ExpressionException.class)
                                .hasMessageContaining(message));
    }

    @Test
    void nothing_absorbs_an_exhausted_budget() {
        Document item =
                Document.parse(
                        IntStream.range(0, 1_000)
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(",", "[", "]")));

        assertThatThrownBy(
                        () ->
                                compile("item.all(a, item.all(b, a + b >= 0)) || true")
                                        .test(item, Current.NONE))
                .hasMessageContaining("more than 100000 steps");
    }

    @Test
    void garbage_is_refused_by_the_declared_exception() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("seed of LimitsTest: -Dmillrace.seed=" + seed);
        var random = new SplittableRandom(seed);
        var expressions = new RandomExpressions(random);
        String odd =
                "item.a(){}[]?:,.!=<>&|+-*/%'\"\\`br0x1.e5u\n\t\0ä😀\ud83d in true has(all(x, ";

        assertTimeoutPreemptively(
                SOON,
                () -> {
                    for (int i = 0; i < 4_000; i++) {
                        var text = new StringBuilder(expressions.any(random.nextInt(4)));
                        for (int n = random.nextInt(6); n > 0; n--) {
                            int at = random.nextInt(text.length() + 1);
                            int from = random.nextInt(odd.length());
                            int to = Math.min(odd.length(), from + 1 + random.nextInt(3));
                            int end = Math.min(text.length(), at + random.nextInt(4));
                            text.replace(at, end, odd.substring(from, to));
                        }
                        compileAndEvaluate(text.toString());
                    }
                });
    }

    private static void compileAndEvaluate(String text) {
        try {
            Expression expression = compile(text);
            expression.evaluate(Document.parse("{\"i\": 1, \"l\": [1]}"), Current.NONE);
        } catch (ExpressionSyntaxException e) {
            assertThat(e.offset()).as(text).isBetween(0, text.length());
            assertThat(e.offset() + e.length()).as(text).isLessThanOrEqualTo(text.length() + 1);
        } catch (ExpressionException e) {
            assertThat(e.getMessage()).endsWith(")");
        }
    }
}

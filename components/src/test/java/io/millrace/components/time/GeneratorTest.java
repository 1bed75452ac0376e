package io.millrace.components.time;

import static io.millrace.components.flow.Expressions.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Document;
import io.millrace.api.ExpressionException;
import io.millrace.components.CutSource;
import io.millrace.graph.Graph;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.GraphTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

class GeneratorTest {

    private static Generator.Config config(Optional<Long> count, Optional<Double> rate) {
        return new Generator.Config(count, rate, Optional.empty(), Optional.empty());
    }

    private static TestRun run(Generator.Config config) throws InterruptedException {
        return ComponentTester.of(Generator::new, config).run().finished();
    }

    @Test
    void numbers_items_from_zero() throws Exception {
        var run = run(config(Optional.of(3L), Optional.empty()));

        assertThat(run.texts()).containsExactly("{\"seq\":0}", "{\"seq\":1}", "{\"seq\":2}");
        assertThat(run.elapsed()).isZero();
    }

    @Test
    void makes_items_of_the_mapping_and_fails_those_it_cannot() throws Exception {
        var item =
                mapping(
                        "n",
                        seq -> {
                            if (seq.asLong() == 1) {
                                throw new ExpressionException("not one");
                            }
                            return Document.of(seq.asLong() * 10);
                        });

        var run =
                run(
                        new Generator.Config(
                                Optional.of(3L),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(item)));

        assertThat(run.texts()).containsExactly("{\"n\":0}", "{\"n\":20}");
        assertThat(run.errorMessages()).containsExactly("not one");
        assertThat(run.errors().getFirst().get("item")).hasToString("{\"seq\":1}");
        assertThat(run.errors().getFirst().get("position")).hasToString("\"seq 1\"");
    }

    @Test
    @DisplayName("X002 the same seed gives the same items")
    void seed_gives_the_same_random_numbers_each_time() throws Exception {
        var config =
                new Generator.Config(
                        Optional.of(5L), Optional.empty(), Optional.of(42L), Optional.empty());

        var first = run(config);

        assertThat(first.texts()).isEqualTo(run(config).texts()).doesNotHaveDuplicates();
        assertThat(first.output())
                .map(item -> Objects.requireNonNull(((Document) item).get("random")).asDouble())
                .allSatisfy(random -> assertThat(random).isBetween(0.0, Math.nextDown(1.0)));
    }

    @Test
    void keeps_its_rate_without_drift() throws Exception {
        // the last item is due (count - 1) / rate after the start
        assertThat(run(config(Optional.of(4L), Optional.of(0.5))).elapsed())
                .isEqualTo(Duration.ofSeconds(6));
        assertThat(run(config(Optional.of(1001L), Optional.of(300.0))).elapsed())
                .isBetween(Duration.ofMillis(3333), Duration.ofMillis(3335));
        assertThat(run(config(Optional.of(100_001L), Optional.of(100_000.0))).elapsed())
                .isBetween(Duration.ofMillis(1000), Duration.ofMillis(1001));
    }

    @Test
    void without_a_count_goes_on_until_the_run_stops() throws Exception {
        var sink = new CollectSink();
        var config = config(Optional.empty(), Optional.of(10.0));
        Graph graph =
                Graph.builder("test")
                        .component("generator", () -> new Generator(config))
                        .component("sink", () -> sink)
                        .bind("generator -> sink")
                        .build();

        GraphTester.of(graph).drainAfter(Duration.ofSeconds(2)).run();

        assertThat(sink.items().size()).isBetween(20, 22);
    }

    @Test
    void refuses_a_rate_of_nothing() {
        for (double rate : new double[] {0, -1, Double.NaN, 1e10}) {
            assertThatThrownBy(() -> config(Optional.empty(), Optional.of(rate)))
                    .hasMessageStartingWith("rate: is " + rate);
        }
    }

    @Test
    void kills_do_not_show_in_what_is_made() throws Exception {
        var config =
                new Generator.Config(
                        Optional.of(200L), Optional.of(50.0), Optional.of(7L), Optional.empty());
        Path folder = Path.of("");
        var random = new SplittableRandom();
        List<String> whole = new CutSource(() -> new Generator(config), folder, random).run(0);

        for (int mean = 3; mean < 60; mean++) {
            var cut = new CutSource(() -> new Generator(config), folder, random);

            assertThat(cut.run(mean)).isEqualTo(whole);
        }
    }
}

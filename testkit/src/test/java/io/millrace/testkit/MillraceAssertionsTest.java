package io.millrace.testkit;

import static io.millrace.testkit.MillraceAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Context;
import io.millrace.api.ErrorEvent.Category;
import io.millrace.api.ErrorEvent.Severity;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class MillraceAssertionsTest {

    /** Sends a number after so many seconds, fails those below zero. */
    static final class Wait implements Handler<Integer> {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Integer item, Output out) throws Exception {
            if (item < 0) {
                throw new IllegalArgumentException("below zero");
            }
            context.sleep(Duration.ofSeconds(item));
            out.send(item);
        }
    }

    private static TestRun run(Object... items) throws InterruptedException {
        return ComponentTester.of(Wait::new).input(items).run();
    }

    @Test
    @DisplayName("M086 outputs are checked by items, order and time")
    void checks_outputs() throws Exception {
        var run = run(1, 2);

        assertThat(run)
                .finished()
                .hasFailed(0)
                .took(Duration.ofSeconds(3))
                .output()
                .arrivedAt(Duration.ofSeconds(1), Duration.ofSeconds(3))
                .hasTexts("1", "2")
                .isInOrderPerKey(Integer.class::cast)
                .containsExactly(1, 2);
        assertThatThrownBy(() -> assertThat(run).output().arrivedAt(Duration.ZERO))
                .hasMessage(
                        "[output 'output'] Expected arrivals at [PT0S], but they were at [PT1S,"
                                + " PT3S]");
        assertThatThrownBy(() -> assertThat(run).output().hasTexts("1"))
                .hasMessageContaining("Expected [1], but there came [1, 2]");
        assertThatThrownBy(() -> assertThat(run).took(Duration.ZERO))
                .hasMessage("Expected it to take PT0S, but it took PT3S");
        assertThatThrownBy(
                        () -> assertThat(run(2, 1)).output().isInOrderPerKey(Integer.class::cast))
                .hasMessageContaining("2 came before 1");
    }

    @Test
    @DisplayName("M089 failures are checked by category, item and message")
    void checks_failures() throws Exception {
        var run = run(0, -1, 3);

        assertThat(run)
                .finished()
                .hasFailed(1)
                .accountsForEveryItem()
                .error(0)
                .hasCategory(Category.DATA)
                .hasSeverity(Severity.ERROR)
                .hasOperation("onItem")
                .hasMessage("below zero")
                .hasAttempts(1)
                .hasCause(IllegalArgumentException.class)
                .isAbout(-1);
        assertThatThrownBy(() -> assertThat(run).hasFailed(2))
                .hasMessage("Expected 2 items to fail, but 1 did: [below zero]");
        assertThatThrownBy(() -> assertThat(run).error(1))
                .hasMessage("Expected a failure number 1, but there are 1: [below zero]");
        assertThatThrownBy(() -> assertThat(run).error(0).isAbout(0))
                .hasMessage("Expected the item <0>, but it is <-1>");
    }

    @Test
    void checks_a_failed_component() throws Exception {
        var run =
                ComponentTester.of(Wait::new)
                        .failSetup(new IllegalStateException("no server"))
                        .input(1)
                        .run(true);

        assertThat(run).failedIn("setup", "no server");
        assertThatThrownBy(() -> assertThat(run).failedIn("cleanup", "no server"))
                .hasMessageContaining(
                        "Expected a failure in cleanup with 'no server', but it Failed");
    }

    /** Keeps every second item for itself. */
    static final class Lossy implements Handler<Integer> {
        @Override
        public void onItem(Integer item, Output out) throws Exception {
            if (item % 2 == 0) {
                out.send(item);
            }
        }
    }

    @Test
    @DisplayName("M117 an item that comes to nothing is unaccounted for")
    void notices_items_that_come_to_nothing() throws Exception {
        var run = ComponentTester.of(Lossy::new).input(1, 2, 3).run();

        assertThatThrownBy(() -> assertThat(run).accountsForEveryItem())
                .hasMessage("Items unaccounted for: 2 (3 in, 1 out, 0 errors, 0 dropped)");
        assertThat(ComponentTester.of(Lossy::new).unbound("output").input(2).run())
                .accountsForEveryItem();
    }

    @Test
    @DisplayName("M083 M093 a blueprint's run is checked in the same words")
    void checks_blueprints() throws Exception {
        Graph graph =
                Graph.builder("waits")
                        .component("wait", Wait::new, Map.of())
                        .input("numbers", "wait")
                        .output("later", "wait")
                        .build();

        var run = BlueprintTester.of(graph).given("numbers", 1, -1).run();

        assertThat(run)
                .finished()
                .hasFailed(1)
                .took(Duration.ofSeconds(1))
                .output("later")
                .containsExactly(1);
        assertThat(run).error(0).isAbout(-1);
    }
}

package io.millrace.components.flow;

import static io.millrace.components.flow.Expressions.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.millrace.components.Options;
import io.millrace.components.Timeline;
import io.millrace.graph.ComponentRegistry;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class ControllerTest {

    private static final String[] OUTPUTS = {
        "priority",
        "bulk",
        "errors",
        "high_value",
        "medium_value",
        "low_value",
        "order_output",
        "special",
    };

    @ParameterizedTest(name = "X015 {0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'route_to':'special','category':'error','value':1} | special",
                "{'category':'high_priority','value':1}              | priority",
                "{'category':'low_priority'}                         | bulk",
                "{'category':'error'}                                | errors",
                "{'value':100.5,'type':'order'}                      | high_value",
                "{'value':100}                                       | medium_value",
                "{'value':51}                                        | medium_value",
                "{'value':50}                                        | low_value",
                "{'value':-1}                                        | low_value",
                "{'type':'order'}                                    | order_output",
                "{'category':'other','value':60}                     | medium_value",
                "{'n':1}                                             | default",
                "{'route_to':'nowhere'}                              | default",
                "{'type':'unknown'}                                  | default",
                "5                                                   | default",
            })
    void items_are_routed_by_the_table(String item, String output) throws Exception {
        var run =
                Options.tester(ControllerRouter.class, "outputs", List.of(OUTPUTS))
                        .input(item(item))
                        .run()
                        .finished();

        assertThat(run.output(output)).containsExactly(item(item));
        assertThat(run.errors()).isEmpty();
    }

    @Test
    @DisplayName("X015 M033 what is for an output that is not bound goes to the default")
    void what_is_for_an_unbound_output_goes_to_the_default() throws Exception {
        var tester =
                Options.tester(
                                ControllerRouter.class,
                                "outputs",
                                List.of("priority"),
                                "default_output",
                                "rest")
                        .input(item("{'category':'high_priority'}"), item("{'value':1}"));

        assertThat(tester.unbound("priority").run().finished().output("rest")).hasSize(2);
        var run = tester.unbound("rest").run().finished();
        assertThat(run.output("priority")).hasSize(1);
        assertThat(run.status().dropped()).containsExactly(Map.entry("unrouted", 1L));
    }

    @Test
    @DisplayName("X015 an item whose fields cannot be used fails")
    void item_whose_fields_cannot_be_used_fails() throws Exception {
        var run =
                Options.tester(ControllerRouter.class)
                        .input(
                                item("{'route_to':1}"),
                                item("{'value':'much'}"),
                                item("{'type':[]}"))
                        .run()
                        .finished();

        assertThat(run.errorMessages())
                .containsExactly(
                        "field 'route_to' is no text",
                        "field 'value' is no number of 64 bits",
                        "field 'type' is no text");
    }

    @Test
    @DisplayName("X015 X016 the defaults are the seed's, and the variants are those of Controller")
    void defaults_are_those_of_the_seed() {
        assertThat(Options.of(ControllerRouter.Config.class).outputs())
                .containsExactly(
                        "priority",
                        "bulk",
                        "errors",
                        "high_value",
                        "medium_value",
                        "low_value",
                        "default");
        assertThat(Options.of(ControllerTerminator.Config.class))
                .isEqualTo(new ControllerTerminator.Config(10, Duration.ofSeconds(30)));
        var registry =
                new ComponentRegistry()
                        .register(ControllerRouter.class)
                        .register(ControllerTerminator.class);
        assertThat(registry.createVariant("Controller", "terminator", "c", Map.of()).config())
                .isInstanceOf(ControllerTerminator.Config.class);
        assertThat(registry.create("Controller", "c", Map.of("variant", "router")).config())
                .isInstanceOf(ControllerRouter.Config.class);
        assertThatThrownBy(() -> registry.create("Controller", "c", Map.of("variant", "x")))
                .hasMessageContaining("has no variant 'x'");
    }

    @Test
    void refuses_the_error_output() {
        assertThat(Options.problems(ControllerRouter.class, "outputs", List.of("error")))
                .containsExactly("'outputs' of component 'tested': 'error' is for failed items");
        assertThat(Options.problems(ControllerRouter.class, "default_output", "error")).hasSize(1);
        assertThat(Options.problems(ControllerTerminator.class, "timeout", "0s")).hasSize(1);
        assertThat(Options.problems(ControllerTerminator.class, "max_items", 0)).hasSize(1);
    }

    private static List<String> logged(Timeline timeline) throws InterruptedException {
        var appender = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger("millrace.test.tested");
        appender.start();
        logger.setAdditive(false);
        logger.addAppender(appender);
        try {
            timeline.until(100_000);
        } finally {
            logger.detachAppender(appender);
        }
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    @DisplayName("X016 it ends after max_items and says so")
    void ends_after_max_items_and_says_so() throws Exception {
        Timeline timeline = Options.timeline(ControllerTerminator.class, "max_items", 2);
        timeline.at(0, "1").at(1000, "2").at(2000, "3");

        assertThat(logged(timeline)).containsExactly("Item limit reached: 2/2");
        assertThat(timeline.came()).containsExactly("0 1", "1000 2");
    }

    @Test
    @DisplayName("X016 it ends after its time-out and says so, also when no item comes")
    void ends_after_its_timeout_and_says_so() throws Exception {
        Timeline timeline = Options.timeline(ControllerTerminator.class, "timeout", "2500ms");
        timeline.at(1000, "1").at(3000, "2");

        assertThat(logged(timeline)).containsExactly("Timeout reached: 2.5/2.5");
        assertThat(timeline.came()).containsExactly("1000 1");
    }
}

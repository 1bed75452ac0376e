package io.millrace.components.flow;

import static io.millrace.components.flow.Expressions.field;
import static io.millrace.components.flow.Expressions.item;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.millrace.components.time.Timer;
import io.millrace.graph.Graph;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.GraphTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class LogTest {

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("millrace.test");

    @BeforeEach
    void listen() {
        appender.start();
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
    }

    private List<String> lines() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static TestRun log(Log.Config config, Object... items) throws InterruptedException {
        return ComponentTester.of(Log::new, config).input(items).run(true).finished();
    }

    @Test
    void logs_the_whole_item_and_passes_it_on() throws Exception {
        var config = new Log.Config(Optional.empty(), Log.Severity.WARN, 100);

        var run = log(config, item("{'a':{}}"), item("'t\\n'"));

        assertThat(run.texts()).containsExactly("{\"a\":{}}", "\"t\\n\"");
        assertThat(lines()).containsExactly("{\"a\":{}}", "\"t\\n\"");
        assertThat(appender.list.getFirst().getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void logs_the_message_on_one_line_and_not_without_end() throws Exception {
        var config = new Log.Config(Optional.of(field("m")), Log.Severity.INFO, 100);
        String longText = "x".repeat(Log.MAX_LENGTH + 1);

        var run =
                log(
                        config,
                        item("{'m':'late\\nWARN forged'}"),
                        item("{'m':'" + longText + "'}"),
                        item("{}"));

        assertThat(lines()).containsExactly("late\\u000aWARN forged", longText.substring(1) + " …");
        assertThat(run.errorMessages()).containsExactly("no field 'm'");
    }

    @Test
    void logs_at_most_so_many_items_each_second_and_says_how_many_it_left_out() throws Exception {
        var timer = new Timer.Config(Duration.ofMillis(250), Optional.of(10L), Timer.Missed.ONE);
        var config = new Log.Config(Optional.of(field("seq")), Log.Severity.INFO, 2);
        Graph graph =
                Graph.builder("test")
                        .component("timer", () -> new Timer(timer))
                        .component("log", () -> new Log(config))
                        .bind("timer -> log")
                        .build();

        GraphTester.of(graph).run();

        assertThat(lines())
                .containsExactly(
                        "0",
                        "1",
                        "1 items were not logged.",
                        "3",
                        "4",
                        "2 items were not logged.",
                        "7",
                        "8",
                        "1 items were not logged.");
    }
}

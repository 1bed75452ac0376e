package io.millrace.engine.errors;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;

/** How often the failures of one component are told. */
class QuietLogTest {

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.millrace.engine");
    private final FixedClock clock = new FixedClock();
    private final QuietLog log = new QuietLog("Enrich.orders", clock);

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
    }

    private List<String> lines() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    @DisplayName("M005 M068 warns at once, then once a second, with how many were left out")
    void warns_once_a_second_with_the_number_of_those_left_out() {
        clock.advance(Duration.ofHours(1));
        log.warn("onItem", "no price");
        clock.advance(Duration.ofMillis(999));
        log.warn("onItem", "left out");
        log.warn("onItem", "left out, too");
        clock.advance(Duration.ofMillis(1));
        log.warn("onItem", "no date");
        clock.advance(Duration.ofMillis(500));
        log.warn("onItem", "left out");
        clock.advance(Duration.ofSeconds(5));
        log.warn("setup", "no server");
        clock.advance(Duration.ofSeconds(1));
        log.warn("cleanup", "stuck");

        assertThat(lines())
                .containsExactly(
                        "Enrich.orders: onItem failed: no price",
                        "Enrich.orders: onItem failed: no date (and 2 more before)",
                        "Enrich.orders: setup failed: no server (and 1 more before)",
                        "Enrich.orders: cleanup failed: stuck");
    }
}

package io.millrace.engine.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.ErrorEvent;
import io.millrace.api.ErrorEvent.Category;
import io.millrace.api.ErrorEvent.Severity;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** What one error handler knows of the failures of its component. */
@DisplayName("T18 one handler per component keeps its counts")
class ErrorLogTest {

    private final FixedClock clock = new FixedClock();
    private final ErrorLog log = new ErrorLog(clock);

    private void fail(int number, Category category) {
        log.add(
                new ErrorEvent(
                        "orders",
                        "Enrich",
                        "default",
                        "onItem",
                        category,
                        Severity.ERROR,
                        "number " + number,
                        null,
                        Map.of(),
                        1,
                        clock.now(),
                        new IOException()));
    }

    @Test
    void counts_all_and_keeps_the_last_hundred() {
        for (int i = 0; i < 250; i++) {
            fail(i, i % 5 == 0 ? Category.IO : Category.DATA);
        }

        assertThat(log.counts().total()).isEqualTo(250);
        assertThat(log.counts().byCategory())
                .isEqualTo(Map.of(Category.IO, 50L, Category.DATA, 200L));
        assertThat(log.recent()).hasSize(100);
        assertThat(log.recent().getFirst().message()).isEqualTo("number 150");
        assertThat(log.recent().getLast().message()).isEqualTo("number 249");
    }

    @Test
    void gives_the_rate_of_the_last_minute() {
        assertThat(log.counts().perSecond()).isZero();
        for (int i = 0; i < 30; i++) {
            fail(i, Category.DATA);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(log.counts().perSecond()).isEqualTo(0.5, within(1e-9));

        clock.advance(Duration.ofSeconds(29));
        assertThat(log.counts().perSecond()).isEqualTo(0.5, within(1e-9));
        clock.advance(Duration.ofSeconds(1));
        assertThat(log.counts().perSecond()).isEqualTo(29 / 60.0, within(1e-9));
        clock.advance(Duration.ofSeconds(15));
        assertThat(log.counts().perSecond()).isEqualTo(14 / 60.0, within(1e-9));
        clock.advance(Duration.ofHours(1));
        assertThat(log.counts().perSecond()).isZero();
        fail(0, Category.DATA);
        assertThat(log.counts().perSecond()).isEqualTo(1 / 60.0, within(1e-9));
        assertThat(log.counts().total()).isEqualTo(31);
    }
}

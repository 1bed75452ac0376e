package io.millrace.engine.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** When a silent task is reported. */
class WatchdogTest {

    private final Watchdog dog = new Watchdog(Duration.ofSeconds(10));

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void reports_after_its_limit_and_then_each_time_it_has_doubled() {
        assertThat(dog.look(1, false, at(100))).isFalse();
        assertThat(dog.isSilent(at(109))).isFalse();
        assertThat(dog.look(1, false, at(109))).isFalse();
        assertThat(dog.look(1, false, at(110))).isTrue();
        assertThat(dog.isSilent(at(110))).isTrue();
        assertThat(dog.silence(at(110))).isEqualTo(Duration.ofSeconds(10));
        assertThat(dog.look(1, false, at(111))).isFalse();
        assertThat(dog.look(1, false, at(119))).isFalse();
        assertThat(dog.look(1, false, at(120))).isTrue();
        assertThat(dog.look(1, false, at(139))).isFalse();
        assertThat(dog.look(1, false, at(140))).isTrue();
    }

    @Test
    void is_content_with_any_progress() {
        dog.look(1, false, at(0));
        assertThat(dog.look(2, false, at(10))).isFalse();
        assertThat(dog.isSilent(at(19))).isFalse();
        assertThat(dog.look(2, false, at(19))).isFalse();
        assertThat(dog.look(2, false, at(20))).isTrue();
        assertThat(dog.look(3, false, at(21))).isFalse();
        assertThat(dog.isSilent(at(21))).isFalse();
    }

    @Test
    void lets_a_task_wait_for_ever() {
        dog.look(1, true, at(0));
        assertThat(dog.look(1, true, at(1_000))).isFalse();
        assertThat(dog.isSilent(at(1_009))).isFalse();
        assertThat(dog.look(1, false, at(1_009))).isFalse();
        assertThat(dog.look(1, false, at(1_010))).isTrue();
    }

    @Test
    void is_quiet_before_it_has_looked() {
        assertThat(dog.isSilent(at(1_000))).isFalse();
    }
}

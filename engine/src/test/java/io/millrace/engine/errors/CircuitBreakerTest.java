package io.millrace.engine.errors;

import static io.millrace.engine.errors.CircuitBreaker.NOW;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.errors.CircuitBreaker.State;
import io.millrace.graph.Policies;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** The states of a circuit breaker. */
@DisplayName("X046 circuit breaker")
class CircuitBreakerTest {

    private static final long RECOVERY = Duration.ofSeconds(30).toNanos();

    private final CircuitBreaker breaker =
            new CircuitBreaker(
                    new Policies.CircuitBreaker(
                            3, Duration.ofSeconds(30), 2, Policies.WhenOpen.FAIL));

    private void fail(int times, long now) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.admit(now)).isEqualTo(NOW);
            breaker.failed(now);
        }
    }

    private void succeed(long now) {
        assertThat(breaker.admit(now)).isEqualTo(NOW);
        breaker.succeeded();
    }

    @Test
    void opens_after_so_many_failures_in_a_row() {
        fail(2, 0);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        succeed(0);
        fail(2, 0);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(1, 5);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.admit(6)).isEqualTo(5 + RECOVERY);
        assertThat(breaker.admit(4 + RECOVERY)).isEqualTo(5 + RECOVERY);
    }

    @Test
    void lets_one_at_a_time_through_when_it_is_half_open() {
        fail(3, 0);
        assertThat(breaker.admit(RECOVERY)).isEqualTo(NOW);
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.admit(RECOVERY)).isGreaterThan(RECOVERY);
        breaker.succeeded();
        assertThat(breaker.admit(RECOVERY)).isEqualTo(NOW);
    }

    @Test
    void closes_after_so_many_successes_in_a_row() {
        fail(3, 0);
        succeed(RECOVERY);
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        succeed(RECOVERY);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(2, RECOVERY);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void opens_again_at_the_first_failure_of_a_probe_and_counts_anew() {
        fail(3, 0);
        succeed(RECOVERY);
        fail(1, RECOVERY + 7);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.admit(RECOVERY + 8)).isEqualTo(2 * RECOVERY + 7);
        succeed(2 * RECOVERY + 7);
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        succeed(2 * RECOVERY + 7);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void takes_another_probe_after_one_that_was_cut_off() {
        fail(3, 0);
        assertThat(breaker.admit(RECOVERY)).isEqualTo(NOW);
        breaker.abandoned();
        assertThat(breaker.admit(RECOVERY)).isEqualTo(NOW);
    }

    @Test
    void ignores_a_failure_that_comes_in_late_while_it_is_open() {
        assertThat(breaker.admit(0)).isEqualTo(NOW);
        fail(3, 0);
        breaker.failed(9);
        assertThat(breaker.admit(RECOVERY)).isEqualTo(NOW);
    }
}

package io.millrace.engine.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Errors;
import io.millrace.api.Output;
import io.millrace.api.StreamFinished;
import io.millrace.graph.Policies;
import io.millrace.graph.Policies.Backoff;
import io.millrace.graph.Policies.Bulkhead;
import io.millrace.graph.Policies.CircuitBreaker;
import io.millrace.graph.Policies.WhenOpen;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/** Retries, circuit breaker, bulkhead and time-out around one piece of work, on a fixed clock. */
class AttemptsTest {

    private static final Backoff EXACT =
            new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0);

    private final FixedClock clock = new FixedClock();
    private final List<Duration> waits = new ArrayList<>();
    private final List<Object> sent = new ArrayList<>();
    private final Output output = new Collecting(sent);
    private final HeldItems held = new HeldItems(3);
    private boolean cancelled;
    private int calls;

    private final Attempts.Host host =
            new Attempts.Host() {
                @Override
                public long nanoTime() {
                    return clock.nanoTime();
                }

                @Override
                public void sleep(Duration time) {
                    waits.add(time);
                    clock.advance(time);
                }

                @Override
                public void acquire(Semaphore places) throws InterruptedException {
                    places.acquire();
                }

                @Override
                public boolean isCancelled() {
                    return cancelled;
                }
            };

    private Attempts attempts(
            Policies policies, io.millrace.engine.errors.@Nullable CircuitBreaker breaker) {
        Bulkhead bulkhead = policies.bulkhead();
        return new Attempts(
                policies,
                breaker,
                bulkhead == null ? null : new Semaphore(bulkhead.concurrent()),
                held,
                new SplittableRandom(1),
                host);
    }

    private Attempts retrying(int retries) {
        return attempts(new Policies(retries, EXACT, null, null, null), null);
    }

    private static Attempts.Failed failed(Attempts attempts, Errors.Action work)
            throws InterruptedException {
        return Objects.requireNonNull(attempts.run(work));
    }

    private void failUntil(int call) throws IOException {
        if (++calls < call) {
            throw new IOException("call " + calls);
        }
    }

    @Test
    @DisplayName("X048 waits 1, 2 and 4 s before the retries")
    void waits_longer_before_each_retry() throws Exception {
        assertThat(retrying(3).run(() -> failUntil(4))).isNull();

        assertThat(waits)
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void gives_up_after_the_last_retry() throws Exception {
        Attempts.Failed failed = failed(retrying(2), () -> failUntil(9));

        assertThat(failed.attempts()).isEqualTo(3);
        assertThat(failed.cause()).hasMessage("call 3");
        assertThat(waits).hasSize(2);
    }

    @Test
    void sends_what_the_attempt_that_succeeded_has_sent_and_nothing_else() throws Exception {
        retrying(1)
                .run(
                        () -> {
                            held.add(output, "try " + calls);
                            failUntil(2);
                        });

        assertThat(sent).containsExactly("try 1");
    }

    @Test
    void holds_back_only_while_an_attempt_is_under_way() throws Exception {
        assertThat(held.isHolding()).isFalse();
        retrying(1).run(() -> assertThat(held.isHolding()).isTrue());
        assertThat(held.isHolding()).isFalse();
    }

    @Test
    void fails_for_good_what_sends_more_than_can_be_held_back() throws Exception {
        Attempts.Failed failed =
                failed(
                        retrying(5),
                        () -> {
                            for (int i = 0; i < 4; i++) {
                                held.add(output, i);
                            }
                        });

        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.cause()).hasMessageContaining("more than 3 items");
        assertThat(sent).isEmpty();
        retrying(0).run(() -> held.add(output, "next"));
        assertThat(sent).containsExactly("next");
    }

    @Test
    void sends_as_many_as_can_be_held_back() throws Exception {
        retrying(1)
                .run(
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                held.add(output, i);
                            }
                        });

        assertThat(sent).containsExactly(0, 1, 2);
    }

    @Test
    void ends_early_and_normally_with_what_was_sent() {
        assertThatThrownBy(
                        () ->
                                retrying(3)
                                        .run(
                                                () -> {
                                                    held.add(output, "last");
                                                    throw new StreamFinished();
                                                }))
                .isInstanceOf(StreamFinished.class);
        assertThat(sent).containsExactly("last");
        assertThat(waits).isEmpty();
    }

    @Test
    void passes_an_interruption_on_only_if_the_run_is_cancelled() throws Exception {
        Attempts.Failed failed =
                failed(
                        retrying(0),
                        () -> {
                            throw new InterruptedException("by itself");
                        });
        assertThat(failed.cause()).isInstanceOf(InterruptedException.class);

        cancelled = true;
        assertThatThrownBy(
                        () ->
                                retrying(3)
                                        .run(
                                                () -> {
                                                    throw new InterruptedException();
                                                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(waits).isEmpty();
    }

    // ---- time-out

    private Attempts timed(Duration timeout) {
        return attempts(new Policies(0, EXACT, timeout, null, null), null);
    }

    @Test
    void interrupts_an_attempt_that_takes_too_long() throws Exception {
        Attempts attempts = timed(Duration.ofSeconds(2));
        Attempts.Failed failed =
                failed(
                        attempts,
                        () -> {
                            attempts.checkTime(clock.nanoTime());
                            assertThat(Thread.currentThread().isInterrupted()).isFalse();
                            clock.advance(Duration.ofSeconds(2));
                            attempts.checkTime(clock.nanoTime());
                            assertThat(Thread.currentThread().isInterrupted()).isTrue();
                            throw new IOException("gave up");
                        });

        assertThat(failed.cause())
                .isInstanceOf(TimeoutException.class)
                .hasMessage("took longer than 2s")
                .hasSuppressedException(new IOException("gave up"));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void fails_what_ignores_the_interruption_and_discards_what_it_sent() throws Exception {
        Attempts attempts = timed(Duration.ofSeconds(2));
        Attempts.Failed failed =
                failed(
                        attempts,
                        () -> {
                            held.add(output, "late");
                            clock.advance(Duration.ofSeconds(3));
                            attempts.checkTime(clock.nanoTime());
                        });

        assertThat(failed.cause()).isInstanceOf(TimeoutException.class).hasNoSuppressedExceptions();
        assertThat(sent).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void does_not_interrupt_what_is_in_time_or_has_ended() throws Exception {
        Attempts attempts = timed(Duration.ofSeconds(2));
        assertThat(
                        attempts.run(
                                () -> {
                                    clock.advance(Duration.ofNanos(1_999_999_999));
                                    attempts.checkTime(clock.nanoTime());
                                }))
                .isNull();
        clock.advance(Duration.ofSeconds(5));
        attempts.checkTime(clock.nanoTime());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(attempts.run(() -> attempts.checkTime(clock.nanoTime()))).isNull();
    }

    @Test
    void is_cancelled_rather_than_late_when_the_run_ends() {
        Attempts attempts = timed(Duration.ofSeconds(2));
        assertThatThrownBy(
                        () ->
                                attempts.run(
                                        () -> {
                                            clock.advance(Duration.ofSeconds(3));
                                            attempts.checkTime(clock.nanoTime());
                                            cancelled = true;
                                        }))
                .isInstanceOf(InterruptedException.class);
    }

    // ---- circuit breaker and bulkhead

    private static CircuitBreaker twoFailures(WhenOpen whenOpen) {
        return new CircuitBreaker(2, Duration.ofSeconds(60), 1, whenOpen);
    }

    private Attempts breaking(int retries, WhenOpen whenOpen) {
        CircuitBreaker policy = twoFailures(whenOpen);
        return attempts(
                new Policies(retries, EXACT, null, policy, null),
                new io.millrace.engine.errors.CircuitBreaker(policy));
    }

    @Test
    void does_not_try_while_the_circuit_is_open() throws Exception {
        Attempts attempts = breaking(0, WhenOpen.FAIL);
        attempts.run(() -> failUntil(9));
        attempts.run(() -> failUntil(9));

        Attempts.Failed failed = failed(attempts, () -> failUntil(9));

        assertThat(calls).isEqualTo(2);
        assertThat(failed.cause())
                .isInstanceOf(CircuitOpen.class)
                .hasMessageContaining("2 failures");
    }

    @Test
    @DisplayName("X051 retries stand around the circuit breaker")
    void counts_an_attempt_that_was_not_made_as_one() throws Exception {
        Attempts.Failed failed = failed(breaking(2, WhenOpen.FAIL), () -> failUntil(9));

        assertThat(calls).isEqualTo(2);
        assertThat(failed.attempts()).isEqualTo(3);
        assertThat(failed.cause()).isInstanceOf(CircuitOpen.class);
    }

    @Test
    void waits_until_the_circuit_is_half_open_where_the_policy_says_so() throws Exception {
        Attempts attempts = breaking(0, WhenOpen.WAIT);
        attempts.run(() -> failUntil(3));
        attempts.run(() -> failUntil(3));

        assertThat(attempts.run(() -> failUntil(3))).isNull();

        assertThat(waits).containsExactly(Duration.ofSeconds(60));
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void takes_an_attempt_back_that_the_end_of_the_run_has_cut_off() throws Exception {
        CircuitBreaker policy = twoFailures(WhenOpen.FAIL);
        var breaker = new io.millrace.engine.errors.CircuitBreaker(policy);
        Attempts attempts = attempts(new Policies(0, EXACT, null, policy, null), breaker);
        attempts.run(() -> failUntil(9));
        attempts.run(() -> failUntil(9));
        clock.advance(Duration.ofSeconds(60));
        cancelled = true;
        assertThatThrownBy(
                        () ->
                                attempts.run(
                                        () -> {
                                            throw new InterruptedException();
                                        }))
                .isInstanceOf(InterruptedException.class);

        assertThat(breaker.admit(clock.nanoTime()))
                .isEqualTo(io.millrace.engine.errors.CircuitBreaker.NOW);
    }

    @Test
    void gives_its_place_in_the_bulkhead_back_whatever_happens() throws Exception {
        Attempts attempts = attempts(new Policies(0, EXACT, null, null, new Bulkhead(1, "")), null);
        assertThat(attempts.run(() -> failUntil(2))).isNotNull();
        assertThat(attempts.run(() -> failUntil(2))).isNull();
        assertThat(attempts.run(() -> failUntil(2))).isNull();
    }

    @Test
    void throws_an_error_through_and_gives_everything_back() throws Exception {
        Attempts attempts =
                attempts(
                        new Policies(3, EXACT, Duration.ofSeconds(1), null, new Bulkhead(1, "")),
                        null);
        assertThatThrownBy(
                        () ->
                                attempts.run(
                                        () -> {
                                            throw new AssertionError("broken");
                                        }))
                .isInstanceOf(AssertionError.class);
        assertThat(attempts.run(() -> {})).isNull();
    }

    /** An output that keeps what is sent. */
    private record Collecting(List<Object> sent) implements Output {
        @Override
        public void send(Object item) {
            sent.add(item);
        }

        @Override
        public boolean trySend(Object item) {
            return sent.add(item);
        }

        @Override
        public boolean send(Object item, Duration atMost) {
            return sent.add(item);
        }

        @Override
        public String name() {
            return Output.DEFAULT;
        }

        @Override
        public boolean isBound() {
            return true;
        }
    }
}

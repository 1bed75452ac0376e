package io.millrace.components.time;

import static io.millrace.components.flow.Expressions.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.components.Options;
import io.millrace.components.Timeline;
import io.millrace.components.time.RateLimiter.OnLimit;
import io.millrace.testkit.ComponentTester;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Map;
import java.util.SplittableRandom;

class RateLimiterTest {

    private static Timeline limiter(int items, long perMillis, OnLimit onLimit) {
        var config = new RateLimiter.Config(items, Duration.ofMillis(perMillis), onLimit);
        return Timeline.of(() -> new RateLimiter(config));
    }

    @Test
    @DisplayName("X049 what is over the limit waits, and so many pass at once")
    void what_is_over_the_limit_waits() throws Exception {
        var run =
                limiter(2, 1000, OnLimit.WAIT)
                        .at(0, "1")
                        .at(0, "2")
                        .at(0, "3")
                        .at(0, "4")
                        .at(0, "5")
                        .until(0);

        assertThat(run.came()).containsExactly("0 1", "0 2", "1000 3", "1000 4", "2000 5");
    }

    @Test
    @DisplayName("X049 what is over the limit is dropped and counted")
    void what_is_over_the_limit_is_dropped_and_counted() throws Exception {
        var run =
                limiter(1, 1000, OnLimit.DROP)
                        .at(0, "1")
                        .at(999, "2")
                        .at(1000, "3")
                        .at(1500, "4")
                        .until(2000);

        assertThat(run.came()).containsExactly("0 1", "1000 3");
        assertThat(run.status().dropped()).containsOnly(Map.entry("over_limit", 2L));
    }

    @Test
    @DisplayName("X049 what is over the limit fails")
    void what_is_over_the_limit_fails() throws Exception {
        var config = new RateLimiter.Config(2, Duration.ofMinutes(1), OnLimit.ERROR);

        var run =
                ComponentTester.of(RateLimiter::new, config)
                        .input(item("1"), item("2"), item("3"))
                        .run()
                        .finished();

        assertThat(run.output()).containsExactly(item("1"), item("2"));
        assertThat(run.errorMessages())
                .containsExactly("over the limit of 2 items in 60s; the next may pass in 60001 ms");
    }

    @Test
    @DisplayName("X049 the defaults are 100 items in 60 s, waiting")
    void defaults_are_those_of_the_seed() {
        assertThat(Options.of(RateLimiter.Config.class))
                .isEqualTo(new RateLimiter.Config(100, Duration.ofSeconds(60), OnLimit.WAIT));
        assertThatThrownBy(() -> new RateLimiter.Config(1, Duration.ZERO, OnLimit.WAIT))
                .hasMessageStartingWith("per: ");
    }

    @RepeatedTest(5)
    @DisplayName("X049 no span holds more, and none waits longer than it must")
    void no_span_holds_more() throws Exception {
        long seed = new SplittableRandom().nextLong();
        var random = new SplittableRandom(seed);
        int items = random.nextInt(1, 5);
        int per = random.nextInt(1, 2000);
        Timeline run = limiter(items, per, OnLimit.WAIT);
        var expected = new ArrayList<String>();
        var last = new ArrayDeque<Long>();
        long at = 0;
        long passed = 0;
        for (int i = 0; i < 40; i++) {
            at += random.nextInt(4) == 0 ? random.nextInt(3000) : 0;
            run.at(at, "" + i);
            passed = Math.max(passed, at);
            if (last.size() == items) {
                passed = Math.max(passed, last.removeFirst() + per);
            }
            last.add(passed);
            expected.add(passed + " " + i);
        }

        assertThat(run.until(at).came()).as("seed %d", seed).isEqualTo(expected);
    }
}

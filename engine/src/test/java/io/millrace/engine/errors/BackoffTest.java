package io.millrace.engine.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.Policies;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.HashSet;
import java.util.SplittableRandom;

/** How long before a retry. */
class BackoffTest {

    private final SplittableRandom random = new SplittableRandom(7);

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 300", "3, 900", "4, 1000", "5, 1000", "2000, 1000"})
    void grows_by_its_factor_up_to_its_maximum(int retry, long millis) {
        var policy = new Policies.Backoff(Duration.ofMillis(100), 3, Duration.ofSeconds(1), 0);
        assertThat(Backoff.before(retry, policy, random)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void is_changed_at_random_by_its_share_and_never_beyond_its_maximum() {
        var policy = new Policies.Backoff(Duration.ofMillis(900), 2, Duration.ofSeconds(1), 0.2);
        var seen = new HashSet<Duration>();
        boolean shorter = false;
        boolean longer = false;
        for (int i = 0; i < 1_000; i++) {
            Duration wait = Backoff.before(1, policy, random);
            assertThat(wait).isBetween(Duration.ofMillis(720), Duration.ofSeconds(1));
            shorter |= wait.compareTo(Duration.ofMillis(740)) < 0;
            longer |= wait.compareTo(Duration.ofMillis(980)) > 0;
            seen.add(wait);
        }
        assertThat(shorter && longer).isTrue();
        assertThat(seen).hasSizeGreaterThan(300);
    }
}

package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.Run.CommitTimes;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class CommitClockTest {

    private final CommitClock clock = new CommitClock();

    @Test
    void knows_nothing_before_the_first_commit() {
        assertThat(clock.times()).isEqualTo(CommitTimes.NONE);
    }

    @Test
    void one_commit_is_all_of_them() {
        clock.add(7);

        Duration seven = Duration.ofNanos(7);
        assertThat(clock.times()).isEqualTo(new CommitTimes(1, seven, seven, seven, seven));
    }

    @Test
    void tells_how_commits_are_spread() {
        for (int i = 200; i > 0; i--) {
            clock.add(i);
        }

        assertThat(clock.times())
                .isEqualTo(
                        new CommitTimes(
                                200,
                                Duration.ofNanos(1),
                                Duration.ofNanos(100),
                                Duration.ofNanos(198),
                                Duration.ofNanos(200)));
    }

    @Test
    void forgets_the_oldest() {
        clock.add(1_000_000);
        for (int i = 0; i < CommitClock.REMEMBERED; i++) {
            clock.add(1);
        }

        assertThat(clock.times().count()).isEqualTo(CommitClock.REMEMBERED + 1);
        assertThat(clock.times().longest()).isEqualTo(Duration.ofNanos(1));
    }
}

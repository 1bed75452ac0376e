package io.millrace.engine.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Which share of the items of the last minute has failed. */
class ErrorShareTest {

    private static final long START = Duration.ofDays(9).toNanos();

    private final ErrorShare share = new ErrorShare(START);

    private static long at(long seconds) {
        return START + Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void is_nothing_without_items() {
        assertThat(share.share()).isZero();
        share.look(0, 0, at(5));
        assertThat(share.share()).isZero();
    }

    @Test
    @DisplayName("T13 health comes from rates over a window: who was unwell gets well again")
    void forgets_what_is_longer_ago_than_a_minute() {
        share.look(100, 50, at(1));
        assertThat(share.share()).isEqualTo(0.5, within(1e-9));
        share.look(200, 50, at(30));
        assertThat(share.share()).isEqualTo(0.25, within(1e-9));
        share.look(300, 50, at(61));
        assertThat(share.share()).isZero();
        share.look(300, 50, at(200));
        assertThat(share.share()).isZero();
        share.look(310, 51, at(201));
        assertThat(share.share()).isEqualTo(0.1, within(1e-9));
    }

    @Test
    void is_one_at_most() {
        share.look(1, 5, at(1));
        assertThat(share.share()).isEqualTo(1);
    }

    @Test
    void is_as_a_list_of_all_looks_says() {
        long seed = 20261123;
        var random = new SplittableRandom(seed);
        var looks = new TreeMap<Long, long[]>();
        looks.put(0L, new long[] {0, 0});
        long second = 0;
        long items = 0;
        long errors = 0;
        for (int i = 0; i < 2_000; i++) {
            second += random.nextInt(10) == 0 ? random.nextInt(100) : random.nextInt(3);
            items += random.nextInt(20);
            errors = Math.min(items, errors + random.nextInt(5));
            looks.put(second, new long[] {items, errors});
            share.look(items, errors, at(second));

            long[] before =
                    second < ErrorShare.SPAN
                            ? new long[] {0, 0}
                            : looks.floorEntry(second - ErrorShare.SPAN).getValue();
            long taken = items - before[0];
            double expected = taken == 0 ? 0 : Math.min(1.0, (double) (errors - before[1]) / taken);
            assertThat(share.share())
                    .as("seed %d, step %d", seed, i)
                    .isEqualTo(expected, within(1e-9));
        }
    }
}

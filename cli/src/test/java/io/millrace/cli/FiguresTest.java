package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class FiguresTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "999 | 999",
                "1000 | 1,000",
                "-1000 | -1,000",
                "-100 | -100",
                "1234567 | 1,234,567",
                "9223372036854775807 | 9,223,372,036,854,775,807"
            })
    void groups_digits_by_three(long number, String text) {
        assertThat(Figures.count(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0.00 s",
                "409 | 0.40 s",
                "59999 | 59.99 s",
                "60000 | 1:00 min",
                "125999 | 2:05 min",
                "3725000 | 1:02:05 h"
            })
    void writes_times_as_people_read_them(long millis, String text) {
        assertThat(Figures.time(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0 bytes", "1500 | 1,500 bytes", "65536 | 64 KiB", "4194304 | 4 MiB"})
    void writes_bytes_in_the_largest_whole_unit(long bytes, String text) {
        assertThat(Figures.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0 s",
        "12, 12 s",
        "119, 119 s",
        "120, 2 min",
        "7199, 119 min",
        "7200, 2 h",
        "172800, 2 d"
    })
    void writes_ages_in_their_largest_unit(long seconds, String text) {
        assertThat(Figures.age(Duration.ofSeconds(seconds))).isEqualTo(text);
    }
}

package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

class QuantitiesTest {

    @Test
    void durations_have_units_or_are_seconds() {
        assertThat(Quantities.duration("5s")).isEqualTo(Duration.ofSeconds(5));
        assertThat(Quantities.duration("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(Quantities.duration("1m30s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(Quantities.duration("1.5h")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Quantities.duration("1d")).isEqualTo(Duration.ofDays(1));
        assertThat(Quantities.duration("3us7ns")).isEqualTo(Duration.ofNanos(3_007));
        assertThat(Quantities.duration("5.0")).isEqualTo(Duration.ofSeconds(5));
        assertThat(Quantities.duration("0")).isEqualTo(Duration.ZERO);
    }

    @Test
    void what_is_no_duration_is_refused() {
        for (String text :
                new String[] {
                    "",
                    "s",
                    "-5s",
                    "5 s",
                    "5x",
                    "1m30",
                    "30 1m",
                    "1..5s",
                    ".",
                    "1e9",
                    "9999999999d",
                    "0.0000000001s",
                    "5S",
                    "9".repeat(100)
                }) {
            assertThat(Quantities.duration(text)).as(text).isNull();
        }
    }

    @Test
    void durations_are_written_as_they_are_read() {
        for (String text : List.of("0s", "1d", "1m30s", "250ms", "1h", "2d3h4m5s6ms7us8ns")) {
            Duration time = Objects.requireNonNull(Quantities.duration(text));
            assertThat(Quantities.text(time)).isEqualTo(text);
        }
    }

    @Test
    void bytes_have_units() {
        assertThat(Quantities.bytes("512")).isEqualTo(512);
        assertThat(Quantities.bytes("512B")).isEqualTo(512);
        assertThat(Quantities.bytes("64KiB")).isEqualTo(65_536);
        assertThat(Quantities.bytes("1.5MiB")).isEqualTo(1_572_864);
        assertThat(Quantities.bytes("2GB")).isEqualTo(2_000_000_000L);
        for (String text : new String[] {"", "B", "64kib", "64 KiB", "-1", "0.5B", "9e99"}) {
            assertThat(Quantities.bytes(text)).as(text).isNull();
        }
    }

    @Test
    void numbers_are_read_as_the_schema_writes_them() {
        assertThat(Quantities.integer("0x1F")).isEqualTo(31);
        assertThat(Quantities.integer("0o17")).isEqualTo(15);
        assertThat(Quantities.integer("+007")).isEqualTo(7);
        assertThat(Quantities.integer("9223372036854775808")).isNull();
        assertThat(Quantities.number("-.inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Quantities.number(".nan")).isNaN();
        assertThat(Quantities.number("0x10")).isEqualTo(16);
        assertThat(Quantities.number("1.")).isEqualTo(1);
    }
}

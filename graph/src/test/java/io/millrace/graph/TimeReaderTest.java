package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.graph.expression.Expressions;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.SplittableRandom;

class TimeReaderTest {

    private static TimeReader reader(@Nullable String format, String zone) {
        return new EventTime(
                        Expressions.compile("item", "item"),
                        format,
                        zone,
                        Duration.ZERO,
                        Duration.ofSeconds(30))
                .reader();
    }

    private static long read(@Nullable String format, String zone, Document value) {
        return reader(format, zone).read(value, Current.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "iso, UTC, 2026-05-17T08:30:00Z, 2026-05-17T08:30:00Z",
        "iso, UTC, 2026-05-17T08:30:00.25Z, 2026-05-17T08:30:00.250Z",
        "iso, UTC, 2026-05-17T08:30+02:00, 2026-05-17T06:30:00Z",
        "iso, Europe/Berlin, 2026-05-17T08:30, 2026-05-17T06:30:00Z",
        "iso, Europe/Berlin, 2026-05-17, 2026-05-16T22:00:00Z",
        "yyyy/MM/dd HH:mm, UTC, 2001/01/02 03:04, 2001-01-02T03:04:00Z",
        "yyyy/MM/dd HH:mm, -05:00, 2001/01/02 03:04, 2001-01-02T08:04:00Z",
        "yyyy/MM/dd HH:mm, Europe/Berlin, 2026/03/29 02:30, 2026-03-29T01:30:00Z",
        "yyyy/MM/dd HH:mm, Europe/Berlin, 2026/10/25 02:30, 2026-10-25T00:30:00Z",
        "yyyyMMddHHmmssSSS, UTC, 20010102030405006, 2001-01-02T03:04:05.006Z",
        "yyyy/MM/dd, UTC, 2001/01/02, 2001-01-02T00:00:00Z",
        "yyyy-MM-dd HH, UTC, 2001-01-02 03, 2001-01-02T03:00:00Z",
        "dd MMM yyyy hh:mm a, UTC, 02 Jan 2001 03:04 PM, 2001-01-02T15:04:00Z",
        "d.M.yyyy H:mm, UTC, 2.1.2001 3:04, 2001-01-02T03:04:00Z",
        "yyyy-MM-dd HH:mm XXX, UTC, 2001-01-02 03:04 +02:00, 2001-01-02T01:04:00Z",
        "uuuu-MM-dd, UTC, -0001-01-02, -0001-01-02T00:00:00Z",
        "'yyyy-MM-dd''T''HH:mm', UTC, 1969-12-31T23:59, 1969-12-31T23:59:00Z"
    })
    void reads_texts(String format, String zone, String text, Instant expected) {
        assertThat(Instant.ofEpochMilli(read(format, zone, Document.of(text)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy/MM/dd HH:mm, 2026/04/31 00:00",
        "yyyy/MM/dd HH:mm, 2026/02/29 00:00",
        "yyyy/MM/dd HH:mm, 2026/13/01 00:00",
        "yyyy/MM/dd HH:mm, 2026/01/01 24:00",
        "yyyy/MM/dd HH:mm, 2026/01/01",
        "yyyy/MM/dd HH:mm, 0000/01/01 00:00",
        "yyyy/MM/dd HH:mm, 2026-01-01 00:00",
        "iso, yesterday",
        "iso, 2026-02-30T00:00:00Z",
        "epoch_ms, 12"
    })
    void refuses_what_is_no_time(String format, String text) {
        assertThatThrownBy(() -> read(format, "UTC", Document.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "the event time '" + text + "' cannot be read; expected is");
    }

    @Test
    void reads_numbers() {
        assertThat(read(null, "UTC", Document.of(1_000L))).isEqualTo(1_000);
        assertThat(read("epoch_ms", "UTC", Document.of(-1.5))).isEqualTo(-2);
        assertThat(read("epoch_s", "UTC", Document.of(1.25))).isEqualTo(1_250);
        assertThat(read("epoch_s", "UTC", Document.of(2L))).isEqualTo(2_000);
        assertThat(read(null, "UTC", Document.of("1970-01-01T00:00:01Z"))).isEqualTo(1_000);
    }

    @Test
    void refuses_numbers_that_are_no_times() {
        for (Document value :
                new Document[] {
                    Document.of(Long.MAX_VALUE),
                    Document.of(Long.MIN_VALUE),
                    Document.of(1e300),
                    Document.of(Double.NaN),
                    Document.of(true),
                    Document.ofNull()
                }) {
            assertThatThrownBy(() -> read("epoch_s", "UTC", value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("expected is a number of seconds");
        }
    }

    @Test
    void reads_by_hand_what_a_formatter_reads() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        String[] patterns = {"yyyy/MM/dd HH:mm", "uuuuMMdd", "dd.MM.yyyy HH:mm:ss.SSS"};
        for (String zone : new String[] {"UTC", "Europe/Berlin", "+05:30"}) {
            for (String pattern : patterns) {
                FixedTime fixed = Objects.requireNonNull(FixedTime.of(pattern, ZoneId.of(zone)));
                DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern);
                for (int i = 0; i < 1_000; i++) {
                    LocalDateTime time =
                            LocalDateTime.ofEpochSecond(
                                    random.nextLong(-62_135_596_800L, 253_402_300_800L),
                                    random.nextInt(1_000) * 1_000_000,
                                    ZoneOffset.UTC);
                    String text = time.format(formatter);
                    long expected =
                            TextTime.of("'x'" + pattern, ZoneId.of(zone)).millis("x" + text);

                    assertThat(fixed.millis(text))
                            .as("%s in %s by %s, seed %d", text, zone, pattern, seed)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void leaves_other_patterns_to_a_formatter() {
        for (String pattern :
                new String[] {"yyyy", "d.M.yyyy", "yyyy-MM-dd HH:mm XXX", "yyyy-MM-dd mm", "''"}) {
            assertThat(FixedTime.of(pattern, ZoneOffset.UTC)).as(pattern).isNull();
        }
    }
}

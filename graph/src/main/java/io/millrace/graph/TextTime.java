package io.millrace.graph;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Reads points in time from text of one form: by hand where that can be done, it is for each item.
 */
final class TextTime {

    /** Stands for a text that is no time. */
    static final long UNREADABLE = Long.MIN_VALUE;

    private static final ZonedDateTime SAMPLE =
            LocalDateTime.of(2026, 5, 17, 8, 30, 59, 123_456_789).atZone(ZoneOffset.UTC);

    private final DateTimeFormatter formatter;
    private final @Nullable FixedTime fixed;
    private final ZoneId zone;

    private TextTime(DateTimeFormatter formatter, @Nullable FixedTime fixed, ZoneId zone) {
        this.formatter = formatter;
        this.fixed = fixed;
        this.zone = zone;
    }

    /**
     * Returns what reads {@code iso} or a pattern.
     *
     * @throws IllegalArgumentException if the pattern cannot be read back to a point in time; the
     *     message begins with the key {@code format}
     */
    static TextTime of(String format, ZoneId zone) {
        if (format.equals(EventTime.ISO)) {
            return new TextTime(
                    iso(), FixedTime.of("yyyy-MM-dd'T'HH:mm:ss'Z'", ZoneOffset.UTC), zone);
        }
        DateTimeFormatter formatter;
        try {
            formatter = pattern(format);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "format: '%s' is neither epoch_ms, epoch_s or iso, nor a pattern such as yyyy/MM/dd HH:mm: %s"
                            .formatted(format, e.getMessage()),
                    e);
        }
        try {
            var _ = instant(formatter, SAMPLE.format(formatter), zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "format: '" + format + "' says no point in time; a date is needed at least", e);
        }
        return new TextTime(formatter, FixedTime.of(format, zone), zone);
    }

    private static DateTimeFormatter iso() {
        return new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .optionalStart()
                .appendLiteral('T')
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .optionalStart()
                .appendOffsetId()
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** Strict, so that there is no 31st of April; a year is one of our era unless it says so. */
    private static DateTimeFormatter pattern(String pattern) {
        var builder = new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
        if (pattern.indexOf('y') >= 0) {
            builder.parseDefaulting(ChronoField.ERA, 1);
        }
        return builder.toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }

    /** Returns the milliseconds since 1970-01-01T00:00Z, or {@link #UNREADABLE}. */
    long millis(String text) {
        if (fixed != null) {
            long millis = fixed.millis(text);
            if (millis != UNREADABLE) {
                return millis;
            }
        }
        try {
            return instant(formatter, text, zone).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return UNREADABLE;
        }
    }

    private static Instant instant(DateTimeFormatter formatter, String text, ZoneId zone) {
        TemporalAccessor read =
                formatter.parseBest(
                        text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        return switch (read) {
            case ZonedDateTime time -> time.toInstant();
            case LocalDateTime time -> time.atZone(zone).toInstant();
            case LocalDate date -> date.atStartOfDay(zone).toInstant();
            default -> throw new DateTimeException("no date");
        };
    }
}

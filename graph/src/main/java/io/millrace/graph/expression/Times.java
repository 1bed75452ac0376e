package io.millrace.graph.expression;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time and lengths of time, within the years 1 to 9999. */
final class Times {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final Duration LONGEST = Duration.ofDays(3_652_500);

    private static final Pattern PART =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "µs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);

    private static final String OUT_OF_RANGE = "the timestamp is not within the years 1 to 9999";

    private Times() {}

    /** Reads a point in time as RFC 3339 writes it. */
    static Instant instant(String text) {
        try {
            return inRange(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new Failure(
                    "'"
                            + Texts.shortened(text)
                            + "' is no timestamp; one is written 2026-05-17T08:30:00Z");
        }
    }

    /** Reads a length of time: numbers with units, such as {@code 1h30m}. */
    static Duration duration(String text) {
        boolean negative = text.startsWith("-");
        int at = negative || text.startsWith("+") ? 1 : 0;
        if (text.substring(at).equals("0")) {
            return Duration.ZERO;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        do {
            if (text.length() > 100 || !part.find(at) || part.start() != at) {
                throw new Failure(
                        "'"
                                + Texts.shortened(text)
                                + "' is no duration; one is written 1h30m or 1.5s");
            }
            BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 1L));
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
            at = part.end();
        } while (at < text.length());
        BigDecimal[] seconds = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
        if (seconds[0].precision() - seconds[0].scale() > 15) {
            throw outOfRange();
        }
        Duration value = Duration.ofSeconds(seconds[0].longValue(), seconds[1].longValue());
        return inRange(negative ? value.negated() : value);
    }

    /** Writes a length of time as seconds: {@code 1.5s}. */
    static String text(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds())
                        .add(BigDecimal.valueOf(duration.getNano(), 9))
                        .stripTrailingZeros()
                        .toPlainString()
                + "s";
    }

    static Instant ofMillis(long millis) {
        return inRange(Instant.ofEpochMilli(millis));
    }

    static Instant ofSeconds(long seconds) {
        if (Math.abs(seconds / 2) > LAST.getEpochSecond()) {
            throw new Failure(OUT_OF_RANGE);
        }
        return inRange(Instant.ofEpochSecond(seconds));
    }

    static Instant inRange(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new Failure(OUT_OF_RANGE);
        }
        return instant;
    }

    static Duration inRange(Duration duration) {
        if (duration.abs().compareTo(LONGEST) > 0) {
            throw outOfRange();
        }
        return duration;
    }

    private static Failure outOfRange() {
        return new Failure("the duration is longer than 10,000 years");
    }

    /** Returns the date and time at a place: a name such as Europe/Berlin, or an offset. */
    static ZonedDateTime at(Instant instant, String zone) {
        try {
            boolean bare = !zone.isEmpty() && Character.isDigit(zone.charAt(0));
            return instant.atZone(bare ? ZoneOffset.of("+" + zone) : ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw new Failure(
                    "'"
                            + Texts.shortened(zone)
                            + "' is no time zone; one is written Europe/Berlin or +02:00");
        }
    }

    /** Adds or subtracts points and lengths of time. */
    static Object add(Object a, Object b) {
        return switch (a) {
            case Instant t when b instanceof Duration d -> plus(t, d);
            case Duration d when b instanceof Instant t -> plus(t, d);
            case Duration x when b instanceof Duration y -> inRange(x.plus(y));
            default -> throw Arithmetic.mismatch(Operator.ADD, a, b);
        };
    }

    static Object subtract(Object a, Object b) {
        return switch (a) {
            case Instant t when b instanceof Duration d -> plus(t, d.negated());
            case Instant x when b instanceof Instant y -> inRange(Duration.between(y, x));
            case Duration x when b instanceof Duration y -> inRange(x.minus(y));
            default -> throw Arithmetic.mismatch(Operator.SUBTRACT, a, b);
        };
    }

    private static Instant plus(Instant instant, Duration duration) {
        return inRange(instant.plus(duration));
    }
}

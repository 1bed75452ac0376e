package io.millrace.graph;

import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Expression;
import io.millrace.api.Shorthand;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;

/**
 * Where the items that a component takes have their event time, and how far out of order they may
 * come.
 *
 * @param field gives an item's time: a number or a text
 * @param format {@code epoch_ms}, {@code epoch_s}, {@code iso}, or a pattern of {@link
 *     java.time.format.DateTimeFormatter}; null where numbers are {@code epoch_ms} and texts {@code
 *     iso}
 * @param zone the time zone of texts that do not name one
 * @param outOfOrder how much earlier than the latest item before it an item may be
 * @param idle how long a stream without items holds time back
 * @since 0.2
 */
public record EventTime(
        @Doc("Gives an item's time: a number or a text.") @Shorthand Expression field,
        @Doc(
                        "How the time is written: `epoch_ms`, `epoch_s`, `iso`, or a pattern such"
                            + " as `yyyy/MM/dd HH:mm`. Numbers are `epoch_ms` and texts `iso` where"
                            + " nothing is said.")
                @Nullable String format,
        @Doc("The time zone of a text that names none.") @Default("UTC") String zone,
        @Doc("How much earlier than the latest item before it an item may be.") @Default("0s")
                Duration outOfOrder,
        @Doc(
                        "How long a stream without items holds time back. Never where all its items"
                                + " are there already, as in a file.")
                @Default("30s")
                Duration idle) {

    /** Numbers as milliseconds since 1970-01-01T00:00Z. */
    public static final String EPOCH_MS = "epoch_ms";

    /** Numbers as seconds since 1970-01-01T00:00Z. */
    public static final String EPOCH_S = "epoch_s";

    /** Texts as ISO-8601 writes them. */
    public static final String ISO = "iso";

    /** Checks format, zone and spans. */
    public EventTime {
        ZoneId place = zone(zone);
        if (format != null && !format.equals(EPOCH_MS) && !format.equals(EPOCH_S)) {
            var _ = TextTime.of(format, place);
        }
        Policies.notNegative("out_of_order", outOfOrder);
        if (idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException("idle: must be above zero");
        }
    }

    /** Creates one with nothing but the field said. */
    public static EventTime of(Expression field) {
        return new EventTime(field, null, "UTC", Duration.ZERO, Duration.ofSeconds(30));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "zone: '" + name + "' is no time zone; one is written Europe/Berlin or +02:00",
                    e);
        }
    }

    /** Returns what reads the times. */
    public TimeReader reader() {
        return new TimeReader(this, ZoneId.of(zone));
    }
}

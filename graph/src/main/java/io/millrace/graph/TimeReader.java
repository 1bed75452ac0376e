package io.millrace.graph;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;

/**
 * Reads the event times of items.
 *
 * <p>Of one thread alone.
 *
 * @since 0.2
 */
public final class TimeReader implements Expression.Taker {

    /** About the years -9999 to 9999: what is beyond is no time but a mistake. */
    private static final long FURTHEST = 253_402_300_800_000L;

    private static final int LONGEST_SHOWN = 40;

    private final Expression field;
    private final long unit; // of a number, in milliseconds; 0 for none
    private final @Nullable TextTime text;
    private final String expected;
    private long millis; // of the item read last

    TimeReader(EventTime time, ZoneId zone) {
        String format = time.format();
        field = time.field();
        if (format == null) {
            unit = 1;
            text = TextTime.of(EventTime.ISO, zone);
            expected = "a number of milliseconds, or as 2026-05-17T08:30:00Z";
        } else if (format.equals(EventTime.EPOCH_MS) || format.equals(EventTime.EPOCH_S)) {
            unit = format.equals(EventTime.EPOCH_MS) ? 1 : 1_000;
            text = null;
            expected = unit == 1 ? "a number of milliseconds" : "a number of seconds";
        } else {
            unit = 0;
            text = TextTime.of(format, zone);
            expected = format.equals(EventTime.ISO) ? "as 2026-05-17T08:30:00Z" : format;
        }
    }

    /**
     * Returns an item's time in milliseconds since 1970-01-01T00:00Z.
     *
     * @throws RuntimeException if there is none that can be read; the message says why
     */
    public long read(Document item, Current current) {
        field.evaluate(item, current, this);
        return millis;
    }

    @Override
    public void integer(long number) {
        if (unit == 0 || number > FURTHEST / unit || number < -FURTHEST / unit) {
            throw unreadable(Long.toString(number));
        }
        millis = number * unit;
    }

    @Override
    public void number(double number) {
        if (unit == 0 || !(Math.abs(number) <= (double) FURTHEST / unit)) {
            throw unreadable(Document.of(number).toString());
        }
        millis = (long) Math.floor(number * unit);
    }

    @Override
    public void other(Document value) {
        if (value.kind() != Document.Kind.STRING) {
            throw unreadable(value.toString());
        }
        millis = ofText(value.asString());
    }

    private long ofText(String value) {
        if (text == null) {
            throw unreadable("'" + value + "'");
        }
        long millis = text.millis(value);
        if (millis == TextTime.UNREADABLE) {
            throw unreadable("'" + value + "'");
        }
        return millis;
    }

    private IllegalArgumentException unreadable(String value) {
        String shown =
                value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…";
        return new IllegalArgumentException(
                "the event time %s cannot be read; expected is %s".formatted(shown, expected));
    }
}

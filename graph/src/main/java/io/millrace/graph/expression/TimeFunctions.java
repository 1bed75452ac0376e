package io.millrace.graph.expression;

import static io.millrace.graph.expression.Type.DURATION;
import static io.millrace.graph.expression.Type.INT;
import static io.millrace.graph.expression.Type.STRING;
import static io.millrace.graph.expression.Type.TIMESTAMP;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.ToLongFunction;

/** The functions that read a part of a timestamp or duration. */
final class TimeFunctions {

    private TimeFunctions() {}

    static List<Overload> overloads(String name) {
        return switch (name) {
            case "getFullYear" -> part(ZonedDateTime::getYear);
            case "getMonth" -> part(t -> t.getMonthValue() - 1);
            case "getDate" -> part(ZonedDateTime::getDayOfMonth);
            case "getDayOfMonth" -> part(t -> t.getDayOfMonth() - 1);
            case "getDayOfYear" -> part(t -> t.getDayOfYear() - 1);
            case "getDayOfWeek" -> part(t -> t.getDayOfWeek().getValue() % 7);
            case "getHours" -> part(ZonedDateTime::getHour, Duration::toHours);
            case "getMinutes" -> part(ZonedDateTime::getMinute, Duration::toMinutes);
            case "getSeconds" -> part(ZonedDateTime::getSecond, Duration::toSeconds);
            case "getMilliseconds" -> part(t -> t.getNano() / 1_000_000, d -> d.toMillis() % 1_000);
            default -> List.of();
        };
    }

    private static List<Overload> part(ToLongFunction<ZonedDateTime> part) {
        return List.of(
                Overload.of(
                        INT, (a, _) -> part.applyAsLong(Times.at((Instant) a[0], "Z")), TIMESTAMP),
                Overload.of(
                        INT,
                        (a, _) -> part.applyAsLong(Times.at((Instant) a[0], (String) a[1])),
                        TIMESTAMP,
                        STRING));
    }

    private static List<Overload> part(
            ToLongFunction<ZonedDateTime> part, ToLongFunction<Duration> whole) {
        List<Overload> ofTimestamp = part(part);
        return List.of(
                ofTimestamp.getFirst(),
                ofTimestamp.getLast(),
                Overload.of(INT, (a, _) -> whole.applyAsLong((Duration) a[0]), DURATION));
    }
}

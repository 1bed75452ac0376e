package io.millrace.graph;

import org.jspecify.annotations.Nullable;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Reads times whose pattern is numbers of fixed width with characters between them, such as {@code
 * yyyy/MM/dd HH:mm}: several times as fast as a general formatter. What it does not read may still
 * be a time.
 */
final class FixedTime {

    private static final String FIELDS = "yMdHmsS";
    private static final int YEAR = 0;
    private static final int MONTH = 1;
    private static final int DAY = 2;
    private static final int HOUR = 3;
    private static final int MINUTE = 4;
    private static final int SECOND = 5;
    private static final int FRACTION = 6;
    private static final int[] WIDTHS = {4, 2, 2, 2, 2, 2, 3};

    private final String literals; // what stands where, and 0 where a number does
    private final int[] at; // where each field begins; -1 for one that is not there
    private final ZoneId zone;

    private FixedTime(String literals, int[] at, ZoneId zone) {
        this.literals = literals;
        this.at = at;
        this.zone = zone;
    }

    /** Returns what reads a pattern of a formatter; null if it is not of this kind. */
    static @Nullable FixedTime of(String pattern, ZoneId zone) {
        var literals = new StringBuilder();
        int[] at = {-1, -1, -1, -1, -1, -1, -1};
        for (int i = 0; i < pattern.length(); ) {
            char c = pattern.charAt(i);
            int end = i + 1;
            if (c == '\'') {
                end = pattern.indexOf('\'', end) + 1;
                if (end < i + 3) {
                    return null; // an escaped quote, or one that is not closed
                }
                literals.append(pattern, i + 1, end - 1);
            } else if (Character.isLetter(c)) {
                while (end < pattern.length() && pattern.charAt(end) == c) {
                    end++;
                }
                int field = FIELDS.indexOf(c == 'u' ? 'y' : c);
                if (field < 0 || at[field] >= 0 || end - i != WIDTHS[field]) {
                    return null;
                }
                at[field] = literals.length();
                literals.repeat(0, end - i);
            } else if ("[]{}#".indexOf(c) >= 0) {
                return null;
            } else {
                literals.append(c);
            }
            i = end;
        }
        return isWhole(at) ? new FixedTime(literals.toString(), at, zone.normalized()) : null;
    }

    /** Whether there is a date, and no smaller field without all larger ones. */
    private static boolean isWhole(int[] at) {
        for (int field = YEAR; field < FRACTION; field++) {
            if (at[field] < 0 && (field <= DAY || at[field + 1] >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the milliseconds since 1970-01-01T00:00Z, or {@link TextTime#UNREADABLE}. */
    long millis(String text) {
        if (!fits(text)) {
            return TextTime.UNREADABLE;
        }
        int year = number(text, YEAR);
        int month = number(text, MONTH);
        int day = number(text, DAY);
        int hour = number(text, HOUR);
        int minute = number(text, MINUTE);
        int second = number(text, SECOND);
        if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
            return TextTime.UNREADABLE;
        }
        if (hour > 23 || minute > 59 || second > 59) {
            return TextTime.UNREADABLE;
        }
        long local = daysUntil(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second;
        ZoneOffset offset =
                zone instanceof ZoneOffset always
                        ? always
                        : zone.getRules()
                                .getOffset(LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC));
        return (local - offset.getTotalSeconds()) * 1_000 + number(text, FRACTION);
    }

    private boolean fits(String text) {
        if (text.length() != literals.length()) {
            return false;
        }
        for (int i = 0; i < literals.length(); i++) {
            char literal = literals.charAt(i);
            char c = text.charAt(i);
            if (literal == 0 ? c < '0' || c > '9' : c != literal) {
                return false;
            }
        }
        return true;
    }

    private int number(String text, int field) {
        int start = at[field];
        if (start < 0) {
            return 0;
        }
        int number = 0;
        for (int i = start; i < start + WIDTHS[field]; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Returns the days since 1970-01-01 of a date of our era, counting years from March. */
    private static long daysUntil(int year, int month, int day) {
        int y = month > 2 ? year : year - 1;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return 365L * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
    }
}

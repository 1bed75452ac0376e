package io.millrace.cli;

import java.time.Duration;

/** Numbers as people read them. */
final class Figures {

    private Figures() {}

    /** Returns a whole number with a comma before each three digits. */
    static String count(long number) {
        var text = new StringBuilder(Long.toString(number));
        int first = number < 0 ? 1 : 0;
        for (int at = text.length() - 3; at > first; at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    /** Returns a time: {@code 0.41 s}, {@code 2:05 min}, {@code 1:02:05 h}. */
    static String time(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds + "." + twoDigits(time.toMillisPart() / 10) + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + ":" + twoDigits(seconds % 60) + " min";
        }
        return seconds / 3600
                + ":"
                + twoDigits(seconds / 60 % 60)
                + ":"
                + twoDigits(seconds % 60)
                + " h";
    }

    /**
     * Returns a time in its largest unit: {@code 12 s}, {@code 3 min}, {@code 5 h}, {@code 2 d}.
     */
    static String age(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < 120
                ? seconds + " s"
                : seconds < 7_200
                        ? seconds / 60 + " min"
                        : seconds < 172_800
                                ? seconds / 3_600 + " h"
                                : count(seconds / 86_400) + " d";
    }

    /** Returns a number of bytes, in the largest unit that gives a whole number. */
    static String bytes(long number) {
        String[] units = {"bytes", "KiB", "MiB", "GiB"};
        int unit = 0;
        while (unit < units.length - 1 && number >= 1024 && number % 1024 == 0) {
            number /= 1024;
            unit++;
        }
        return count(number) + " " + units[unit];
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}

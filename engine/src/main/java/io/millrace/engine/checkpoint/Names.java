package io.millrace.engine.checkpoint;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What the names of the files in a folder of checkpoints say. */
final class Names {

    private static final int MOST_DIGITS = 18;

    private Names() {}

    /** Returns the number behind a prefix; -1 if the name is not of this form. */
    static long number(String name, String prefix) {
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        boolean isNumber =
                !digits.isEmpty()
                        && digits.length() <= MOST_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                        && (digits.length() == 1 || digits.charAt(0) != '0');
        return isNumber ? Long.parseLong(digits) : -1;
    }

    /** Returns the epochs that there is a manifest of, the newest first. */
    static List<Long> manifests(Collection<String> names) {
        return names.stream()
                .map(name -> number(name, Manifest.PREFIX))
                .filter(epoch -> epoch >= 0)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** Returns whether a file is one that checkpoints leave behind. */
    static boolean isOurs(String name) {
        return name.startsWith(Manifest.PREFIX) || name.startsWith("epoch-");
    }
}

package io.millrace.testfiles;

import io.millrace.api.Document;
import io.millrace.testfiles.Documents.Timed;
import io.millrace.testkit.Arrival;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Compares what arrived somewhere with what is expected there, and says how they differ. */
final class Expectation {

    private static final int MOST_SHOWN = 5;
    private static final int LONGEST = 2_000;
    private static final String EXPECTED = "  expected  ";
    private static final String CAME = "  came      ";

    private final String where;
    private final TestFormat.Expected expected;
    private final List<Timed> came;

    Expectation(String where, TestFormat.Expected expected, List<Arrival> arrivals) {
        this.where = where;
        this.expected = expected;
        this.came = arrivals.stream().map(a -> new Timed(a.at(), Documents.of(a.item()))).toList();
    }

    /** Returns what is not as expected, in lines; empty if all is. */
    List<String> differences() {
        var lines = new ArrayList<String>();
        expected.items()
                .map(items -> items.stream().map(Documents::timed).toList())
                .ifPresent(
                        items -> {
                            if (expected.inAnyOrder()) {
                                inAnyOrder(items, expected.partial(), true, lines);
                            } else {
                                inOrder(items, lines);
                            }
                        });
        expected.contains()
                .map(items -> items.stream().map(Documents::timed).toList())
                .ifPresent(items -> inAnyOrder(items, true, false, lines));
        expected.count()
                .filter(count -> count != came.size())
                .ifPresent(
                        count ->
                                lines.add(
                                        "%s: %s expected, %d came"
                                                .formatted(where, items(count), came.size())));
        return lines;
    }

    private void inOrder(List<Timed> items, List<String> lines) {
        int same = 0;
        while (same < Math.min(items.size(), came.size())
                && differs(items.get(same), came.get(same), expected.partial()) == null) {
            same++;
        }
        if (same == items.size() && same == came.size()) {
            return;
        }
        String counts =
                items.size() == came.size()
                        ? ""
                        : " (%s expected, %d came)".formatted(items(items.size()), came.size());
        int number = same + 1;
        if (same == came.size()) {
            lines.add("%s: item %d is missing%s".formatted(where, number, counts));
            lines.add(EXPECTED + shown(items.get(same), true));
        } else if (same == items.size()) {
            lines.add("%s: item %d is one too many%s".formatted(where, number, counts));
            lines.add(CAME + shown(came.get(same), false));
        } else {
            differ(number, items.get(same), came.get(same), counts, lines);
        }
    }

    private void differ(int number, Timed item, Timed actual, String counts, List<String> lines) {
        boolean timed = item.at() != null;
        String place = differs(item, actual, expected.partial());
        String in = place == null || place.isEmpty() ? "" : " in '" + place + "'";
        lines.add("%s: item %d differs%s%s".formatted(where, number, in, counts));
        String first = shown(item, timed);
        String second = shown(actual, timed);
        lines.add(EXPECTED + first);
        lines.add(CAME + second);
        int column = 0;
        while (column < Math.min(first.length(), second.length())
                && first.charAt(column) == second.charAt(column)) {
            column++;
        }
        lines.add(" ".repeat(CAME.length() + column) + "^");
    }

    private void inAnyOrder(List<Timed> items, boolean partial, boolean all, List<String> lines) {
        var open = new ArrayList<>(came);
        var missing = new ArrayList<Timed>();
        for (Timed item : items) {
            int found = indexOf(item, open, partial);
            if (found < 0) {
                missing.add(item);
            } else {
                open.remove(found);
            }
        }
        if (!missing.isEmpty()) {
            lines.add("%s: %s missing".formatted(where, areItems(missing.size())));
            show(missing, EXPECTED, lines);
        }
        if (all && !open.isEmpty()) {
            lines.add("%s: %s not expected".formatted(where, areItems(open.size())));
            show(open, CAME, lines);
        } else if (!all && !missing.isEmpty()) {
            lines.add("  among " + items(came.size()) + " that came:");
            show(came, CAME, lines);
        }
    }

    private static int indexOf(Timed item, List<Timed> open, boolean partial) {
        for (int i = 0; i < open.size(); i++) {
            if (differs(item, open.get(i), partial) == null) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable String differs(Timed item, Timed actual, boolean partial) {
        Duration at = item.at();
        String place = Documents.difference(item.item(), actual.item(), partial);
        return place == null && at != null && !at.equals(actual.at()) ? "at" : place;
    }

    private static void show(List<Timed> items, String lead, List<String> lines) {
        for (Timed item : items.subList(0, Math.min(MOST_SHOWN, items.size()))) {
            lines.add(lead + shown(item, lead.equals(EXPECTED)));
        }
        if (items.size() > MOST_SHOWN) {
            lines.add("  … and " + (items.size() - MOST_SHOWN) + " more");
        }
    }

    /** Returns an item as it is shown, with its time if that is asked for and known. */
    private static String shown(Timed item, boolean withTime) {
        Document document = item.item();
        Duration at = item.at();
        String text = document.toString();
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return withTime && at != null ? "at " + Documents.text(at) + " " + cut : cut;
    }

    private static String items(long count) {
        return count + (count == 1 ? " item" : " items");
    }

    private static String areItems(int count) {
        return count + (count == 1 ? " item is" : " items are");
    }
}

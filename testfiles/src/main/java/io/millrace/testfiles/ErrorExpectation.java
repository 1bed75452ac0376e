package io.millrace.testfiles;

import io.millrace.api.ErrorEvent;
import io.millrace.testfiles.TestFormat.ExpectedError;

import java.util.ArrayList;
import java.util.List;

/** Compares the failures of a run with those that are expected, in any order. */
final class ErrorExpectation {

    private static final int MOST_SHOWN = 5;

    private final List<ExpectedError> expected;
    private final List<ErrorEvent> failed;

    ErrorExpectation(List<ExpectedError> expected, List<ErrorEvent> failed) {
        this.expected = expected;
        this.failed = failed;
    }

    List<String> differences() {
        var lines = new ArrayList<String>();
        var open = new ArrayList<>(failed);
        for (ExpectedError error : expected) {
            int found = 0;
            for (var each = open.iterator(); each.hasNext() && found < error.times(); ) {
                if (matches(error, each.next())) {
                    each.remove();
                    found++;
                }
            }
            if (found < error.times()) {
                lines.add(
                        "errors: %s expected %s, %d came"
                                .formatted(described(error), times(error.times()), found));
            }
        }
        if (!open.isEmpty()) {
            lines.add(
                    "errors: %d %s not expected"
                            .formatted(open.size(), open.size() == 1 ? "is" : "are"));
            show(open, lines);
        }
        return lines;
    }

    private static boolean matches(ExpectedError error, ErrorEvent event) {
        return event.message().contains(error.message().orElse(""))
                && error.component().map(event.component()::equals).orElse(true)
                && error.operation().map(event.operation()::equals).orElse(true)
                && error.category().map(event.category()::equals).orElse(true)
                && error.item()
                        .map(i -> Documents.difference(i, CaseRun.item(event), true) == null)
                        .orElse(true);
    }

    private static String described(ExpectedError error) {
        var parts = new ArrayList<String>();
        error.message().ifPresent(message -> parts.add("'" + message + "'"));
        error.component().ifPresent(component -> parts.add("in '" + component + "'"));
        error.operation().ifPresent(operation -> parts.add("during '" + operation + "'"));
        error.category().ifPresent(category -> parts.add("of category " + category.word()));
        error.item().ifPresent(item -> parts.add("for " + item));
        return parts.isEmpty() ? "a failure" : String.join(" ", parts);
    }

    private static String times(int times) {
        return times == 1 ? "once" : times + " times";
    }

    /** Adds failures, the first of them. */
    static void show(List<ErrorEvent> events, List<String> lines) {
        for (ErrorEvent event : events.subList(0, Math.min(MOST_SHOWN, events.size()))) {
            lines.add(
                    "  came      '%s' in '%s' for %s"
                            .formatted(event.message(), event.component(), CaseRun.item(event)));
        }
        if (events.size() > MOST_SHOWN) {
            lines.add("  … and " + (events.size() - MOST_SHOWN) + " more");
        }
    }
}

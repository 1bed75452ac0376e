package io.millrace.testfiles;

import io.millrace.api.Document;
import io.millrace.api.ErrorEvent;
import io.millrace.api.Output;
import io.millrace.blueprint.YamlText;
import io.millrace.engine.Run.Outcome;
import io.millrace.graph.ConfigValue;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.testfiles.Documents.Timed;
import io.millrace.testkit.BlueprintRun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what came into a test file as what is expected, and leaves the rest of the file as it is.
 *
 * <p>Only what differed is written: the list of a sink, its count, the failures, the time. What
 * says less than the whole, as {@code contains} and {@code fails} do, is for a person to change.
 */
final class Acceptance {

    private static final String EXPECT = "expect";
    private static final String ITEMS = "items";
    private static final String COUNT = "count";
    private static final String ERRORS = "errors";
    private static final String ELAPSED = "elapsed";

    private final YamlText yaml;
    private final List<Edit> edits = new ArrayList<>();

    Acceptance(YamlText yaml) {
        this.yaml = yaml;
    }

    /** A part of the text that becomes another. */
    private record Edit(int from, int to, String text) {}

    /** Accepts what came of a test; false if not all of it can be written. */
    boolean accept(TestFile.Case tested, CaseRun run) {
        BlueprintRun done = run.run();
        if (done == null || !(done.outcome() instanceof Outcome.Finished)) {
            return false;
        }
        var test = tested.test();
        if (test.fails().isPresent()) {
            return false;
        }
        boolean whole = true;
        if (test.expect().isEmpty() && test.errors().isEmpty() && test.elapsed().isEmpty()) {
            whole &= add(tested, everything(tested, done));
        }
        for (Map.Entry<String, TestFormat.Expected> each : test.expect().entrySet()) {
            whole &= acceptItems(tested, each.getKey(), each.getValue(), done);
        }
        whole &= acceptErrors(tested, done);
        if (test.elapsed().isPresent() && !test.elapsed().get().equals(done.elapsed())) {
            replace(tested.written(), ELAPSED, Documents.text(done.elapsed()));
        }
        return whole;
    }

    private boolean acceptItems(
            TestFile.Case tested, String name, TestFormat.Expected expected, BlueprintRun done) {
        var arrivals = done.arrivals(name);
        if (new Expectation(name, expected, arrivals).differences().isEmpty()) {
            return true;
        }
        Mapping expect = (Mapping) written(tested.written(), EXPECT).value();
        Field field = written(expect, name);
        boolean timed =
                expected.items().stream()
                        .flatMap(List::stream)
                        .anyMatch(item -> Documents.timed(item).at() != null);
        List<String> items =
                CaseRun.documents(arrivals).stream().map(item -> written(item, timed)).toList();
        if (!(field.value() instanceof Mapping options)) {
            replace(expect, name, list(items, expect, field));
            return true;
        }
        if (expected.items().isPresent()) {
            replace(options, ITEMS, list(items, options, written(options, ITEMS)));
        }
        if (expected.count().isPresent()) {
            replace(options, COUNT, Integer.toString(arrivals.size()));
        }
        var contains =
                new TestFormat.Expected(
                        Optional.empty(), false, false, expected.contains(), Optional.empty());
        return new Expectation(name, contains, arrivals).differences().isEmpty();
    }

    private boolean acceptErrors(TestFile.Case tested, BlueprintRun done) {
        List<ErrorEvent> failed = CaseRun.failed(done);
        var expected = tested.test().errors();
        boolean differ =
                expected.isPresent()
                        && !new ErrorExpectation(expected.get(), failed).differences().isEmpty();
        if (differ) {
            Field field = written(tested.written(), ERRORS);
            List<String> items = failed.stream().map(Acceptance::written).toList();
            replace(tested.written(), ERRORS, list(items, tested.written(), field));
        } else if (expected.isEmpty() && !failed.isEmpty()) {
            var lines = new ArrayList<String>();
            lines.add(ERRORS + ":");
            failed.forEach(event -> lines.add("  - " + written(event)));
            return add(tested, lines);
        }
        return true;
    }

    /** Returns what came everywhere, as the lines of an expectation. */
    private static List<String> everything(TestFile.Case tested, BlueprintRun done) {
        var lines = new ArrayList<String>();
        lines.add(EXPECT + ":");
        for (String name : NameCheck.sinks(tested)) {
            List<Timed> came = CaseRun.documents(done.arrivals(name));
            if (tested.isOfComponent() && name.equals(Output.ERROR)) {
                continue; // 'errors' says it
            }
            lines.add("  " + YamlWriter.text(name) + ":" + (came.isEmpty() ? " []" : ""));
            came.forEach(item -> lines.add("    - " + written(item, false)));
        }
        return lines;
    }

    private static String written(Timed item, boolean timed) {
        String text = YamlWriter.flow(item.item());
        return timed && item.at() != null
                ? "{ at: %s, item: %s }".formatted(Documents.text(item.at()), text)
                : text;
    }

    private static String written(ErrorEvent event) {
        return YamlWriter.flow(
                Document.object()
                        .put("message", event.message())
                        .put("component", event.component())
                        .build());
    }

    private static Field written(Mapping mapping, String key) {
        Field field = TestFile.field(mapping, key);
        if (field == null) {
            throw new IllegalStateException("'" + key + "' is not in " + mapping.position());
        }
        return field;
    }

    /** Returns a list as the value of a field: a line for each item, or in brackets. */
    private String list(List<String> items, Mapping within, Field field) {
        if (items.isEmpty()) {
            return "[]";
        }
        if (isFlow(within)) {
            return "[" + String.join(", ", items) + "]";
        }
        String line = newline() + " ".repeat(field.key().position().column() + 1) + "- ";
        return line + String.join(line, items);
    }

    private boolean isFlow(Mapping mapping) {
        return yaml.text().charAt(yaml.start(mapping)) == '{';
    }

    private String newline() {
        return yaml.text().contains("\r\n") ? "\r\n" : "\n";
    }

    /** Replaces the value of a field; a comment between the two stays. */
    private void replace(Mapping within, String key, String value) {
        Field field = written(within, key);
        String text = yaml.text();
        int colon = text.indexOf(':', yaml.end(field.key()));
        int start = Math.max(colon + 1, yaml.start(field.value()));
        String between = text.substring(colon + 1, start).stripTrailing();
        boolean hasComment = between.contains("#") && value.startsWith(newline());
        int from = hasComment ? colon + 1 + between.length() : colon + 1;
        String lead = value.startsWith(newline()) ? "" : " ";
        edits.add(new Edit(from, Math.max(start, yaml.end(field.value())), lead + value));
    }

    /** Adds lines at the end of a test; false if it is written in braces. */
    private boolean add(TestFile.Case tested, List<String> lines) {
        Mapping test = tested.written();
        if (isFlow(test)) {
            return false;
        }
        ConfigValue name = written(test, "name").key();
        String line = newline() + " ".repeat(name.position().column() - 1);
        String text = yaml.text();
        int end = text.indexOf('\n', yaml.end(test));
        int at = end < 0 ? text.length() : end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
        edits.add(new Edit(at, at, line + String.join(line, lines)));
        return true;
    }

    /** Writes the file anew if anything was accepted; returns how much was. */
    int writeTo(Path file) {
        if (edits.isEmpty()) {
            return 0;
        }
        var text = new StringBuilder(yaml.text());
        edits.reversed().stream()
                .sorted(Comparator.comparingInt(Edit::from).reversed())
                .forEach(edit -> text.replace(edit.from(), edit.to(), edit.text()));
        YamlText.parse(text.toString(), file.toString());
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
        return edits.size();
    }
}

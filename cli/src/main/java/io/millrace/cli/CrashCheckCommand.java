package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.cli.crash.CrashCheck;
import io.millrace.cli.crash.Report;
import io.millrace.cli.crash.Verdict;
import io.millrace.graph.Delivery;
import io.millrace.graph.Graph;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Kills a blueprint's own run again and again, and compares what it leaves. */
final class CrashCheckCommand implements Command {

    private static final Option KILLS =
            new Option("--kills", "NUMBER", "how often to kill it, 1 to 10000 (default: 20)");
    private static final Option SEED =
            new Option("--seed", "NUMBER", "what the times of the kills follow from");
    private static final Option FOR =
            new Option("--for", "TIME", "end the input of each run after a time: 10s, 5m");

    private static final int DEFAULT_KILLS = 20;
    private static final int MOST_KILLS = 10_000;
    private static final long MOST_SEED = 999_999_999_999_999_999L;
    private static final int ITEM_LENGTH = 200;

    @Override
    public Usage usage() {
        return new Usage(
                "crash-check",
                "FILE",
                1,
                1,
                "Kills a blueprint's run again and again, and compares what it leaves.",
                List.of(KILLS, SEED, FOR, Option.SET, Option.JSON),
                List.of(
                        "./millrace crash-check examples/delayed-flights.yaml",
                        "./millrace crash-check --kills 100 --seed 7"
                                + " examples/delayed-flights.yaml"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) throws Exception {
        int kills = (int) number(KILLS, DEFAULT_KILLS, 1, MOST_KILLS, arguments);
        long seed = number(SEED, System.nanoTime() & 0xFFFF_FFFFL, 0, MOST_SEED, arguments);
        Path file = arguments.files().getFirst();
        Graph graph = Blueprints.read(file, arguments.settings()).whole();
        long start = System.nanoTime();
        var options =
                new CrashCheck.Options(
                        CrashChild.class,
                        words(file, arguments),
                        kills,
                        seed,
                        arguments.has(FOR),
                        (killed, runs) ->
                                terminal.show(
                                        List.of(
                                                "crash-check: %d of %d kills, run %d, %s"
                                                        .formatted(
                                                                killed,
                                                                kills,
                                                                runs,
                                                                Figures.time(since(start))))));
        Report report;
        try {
            report = CrashCheck.of(graph, options);
        } catch (InterruptedException e) {
            return ExitCode.FAILED; // the process is told to end, and has an exit code of its own
        } catch (IOException e) {
            throw new EnvironmentException("the scratch folder cannot be used: " + e, e);
        }
        terminal.show(List.of());
        if (arguments.has(Option.JSON)) {
            terminal.print(json(report) + "\n");
        } else {
            terminal.print(text(report));
            terminal.say(summary(report, since(start)));
        }
        if (report.failure() != null && !report.failure().wasKilled()) {
            return report.failure().exitCode();
        }
        return report.isKept() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static List<String> words(Path file, Arguments arguments) {
        var words = new ArrayList<String>();
        arguments
                .settings()
                .forEach((name, value) -> words.addAll(List.of("--set", name + "=" + value)));
        arguments.value(FOR).ifPresent(time -> words.addAll(List.of("--for", time)));
        words.add(file.toString());
        return words;
    }

    private static long number(
            Option option, long otherwise, long least, long most, Arguments arguments) {
        String text = arguments.value(option).orElse(null);
        if (text == null) {
            return otherwise;
        }
        long number = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
        if (number >= least && number <= most) {
            return number;
        }
        throw arguments.wrong(
                "'%s' is no value of %s: a whole number from %d to %d"
                        .formatted(text, option.name(), least, most),
                null);
    }

    private static String text(Report report) {
        var table = new Table("sink", "promised", "found", ">items");
        for (Verdict each : report.verdicts()) {
            table.add(
                    List.of(
                            each.output(),
                            each.promised().toString(),
                            each.text(),
                            Figures.count(each.items())));
        }
        var text = new StringBuilder(report.verdicts().isEmpty() ? "" : table.text());
        for (Verdict each : report.verdicts()) {
            if (each.first() != null) {
                text.append(
                        "\nfirst item of '%s' that differs, in run %d:\n  %s\n"
                                .formatted(each.output(), each.run(), shortened(each.first())));
            }
            if (each.promised() != Delivery.EXACTLY_ONCE && each.reason() != null) {
                text.append(
                        "\n'%s' is %s: %s\n"
                                .formatted(each.output(), each.promised(), each.reason()));
            }
        }
        report.unseen()
                .forEach(
                        name ->
                                text.append(
                                        "\n'%s' leaves no file, so it was not looked at\n"
                                                .formatted(name)));
        return text.toString();
    }

    private static String shortened(String item) {
        return item.length() <= ITEM_LENGTH ? item : item.substring(0, ITEM_LENGTH) + "…";
    }

    private static String summary(Report report, Duration time) {
        var text = new StringBuilder();
        Report.Failure failure = report.failure();
        if (failure != null) {
            text.append(failure.said().strip()).append('\n');
        }
        text.append("crash-check: ");
        text.append(report.kills())
                .append(" kills in ")
                .append(report.runs())
                .append(" runs, seed ");
        text.append(report.seed()).append(": ");
        if (failure != null) {
            text.append(
                    failure.wasKilled()
                            ? "it does not go on after a kill (exit code %d)"
                            : "it does not run (exit code %d)");
            return text.toString().formatted(failure.exitCode());
        }
        long broken = report.verdicts().stream().filter(each -> !each.isKept()).count();
        text.append(
                broken == 0
                        ? "all is as promised"
                        : broken == 1
                                ? "1 sink does not keep what is promised"
                                : broken + " sinks do not keep what is promised");
        return text.append(" (").append(Figures.time(time)).append(')').toString();
    }

    private static Document json(Report report) {
        var json =
                Document.object()
                        .put("kills", report.kills())
                        .put("runs", report.runs())
                        .put("seed", report.seed())
                        .put("kept", report.isKept())
                        .put(
                                "sinks",
                                Document.array(
                                        report.verdicts().stream()
                                                .map(CrashCheckCommand::json)
                                                .toList()))
                        .put(
                                "not_looked_at",
                                Document.array(
                                        report.unseen().stream().map(Document::of).toList()));
        Report.Failure failure = report.failure();
        if (failure != null) {
            json.put(
                    "failure",
                    Document.object()
                            .put("exit_code", failure.exitCode())
                            .put("after_a_kill", failure.wasKilled())
                            .put("said", failure.said())
                            .build());
        }
        return json.build();
    }

    private static Document json(Verdict verdict) {
        var json =
                Document.object()
                        .put("name", verdict.output())
                        .put("promised", verdict.promised().toString())
                        .put("kept", verdict.isKept())
                        .put("found", verdict.text())
                        .put("items", verdict.items())
                        .put("lost", verdict.lost())
                        .put("duplicates", verdict.duplicates())
                        .put("others", verdict.others())
                        .put("reordered_runs", verdict.reordered());
        if (verdict.first() != null) {
            json.put("first", verdict.first()).put("first_run", verdict.run());
        }
        return json.build();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}

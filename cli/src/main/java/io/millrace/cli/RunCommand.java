package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.RunOptions.Keeping;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.Delivery;
import io.millrace.graph.Graph;
import io.millrace.graph.Quantities;
import io.millrace.graph.SourceWatch;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Runs a blueprint until it ends. */
final class RunCommand implements Command {

    static final String EXAMPLE = "./millrace run examples/delayed-flights.yaml";

    private static final Option FOR =
            new Option("--for", "TIME", "end the input after a time: 10s, 5m, 1h");
    private static final Option STATE =
            new Option(
                    "--state",
                    "DIR",
                    "the folder for checkpoints and dead letters (default: .millrace/<system>)");
    private static final Option FRESH =
            new Option("--fresh", null, "start over: forget the checkpoints of earlier runs");
    private static final Option DROP =
            new Option(
                    "--drop-state",
                    "NAME",
                    "forget the state of a component that is gone, or one state of it, as"
                            + " counts.seen; may be repeated");
    private static final Option ACCEPT =
            new Option(
                    "--accept-duplicates",
                    "epoch=N",
                    "go on before checkpoint N, which is damaged: what it showed comes again");

    private static final Option WATCH =
            new Option(
                    "--watch", null, "exchange components that are .java files when they change");

    /** The component type that writes where this command may be writing. */
    private static final String STDOUT = "StdoutSink";

    private static final Duration FOREVER = Duration.ofDays(365);
    private static final Duration REFRESH = Duration.ofMillis(500);

    private final UnaryOperator<Graph> alteration;

    /** Creates the command. */
    RunCommand() {
        this(UnaryOperator.identity());
    }

    /** Creates one that runs something else than the blueprint says. */
    RunCommand(UnaryOperator<Graph> alteration) {
        this.alteration = alteration;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "run",
                "FILE",
                1,
                1,
                "Runs a blueprint until its input ends.",
                List.of(
                        FOR,
                        Option.SET,
                        STATE,
                        FRESH,
                        DROP,
                        ACCEPT,
                        WATCH,
                        Option.JSON,
                        Option.VERBOSE),
                List.of(
                        EXAMPLE,
                        EXAMPLE + " --fresh",
                        "./millrace run examples/earthquakes.yaml --set magnitude=5"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) throws Exception {
        Duration limit = arguments.value(FOR).map(text -> time(text, arguments)).orElse(FOREVER);
        Path file = arguments.files().getFirst();
        if (arguments.has(Option.VERBOSE)) {
            LogConfiguration.verbose();
        }
        var registry = ComponentRegistry.discover();
        SourceWatch sources = arguments.has(WATCH) ? registry.watchSources() : null;
        Graph whole =
                alteration.apply(Blueprints.read(file, arguments.settings(), registry).whole());
        // what can be exchanged neither goes on nor publishes by epochs
        Graph graph =
                sources == null ? whole : whole.with(whole.settings().with(Delivery.BEST_EFFORT));
        if (!graph.warnings().isEmpty()) {
            terminal.say(Diagnostics.text(graph.warnings()));
        }
        Path state =
                arguments.value(STATE).map(arguments::path).orElse(Blueprints.stateFolder(graph));
        long start = System.nanoTime();
        Run run = Engine.start(graph, RunOptions.in(state).with(keeping(arguments)));
        Signals.suspend(run, terminal);
        var kept = new Kept(run);
        if (!arguments.has(Option.JSON)) {
            kept.beginning().ifPresent(line -> terminal.say(graph.name() + ": " + line));
        }
        boolean isShown = showsProgress(terminal, graph) && !kept.hadFinished();
        var progress = isShown ? new Progress(graph, run) : null;
        var changes = sources == null ? null : new Changes(sources, file, graph);
        Run.Outcome outcome = watch(run, start, limit, progress, changes, terminal);
        Failure failure = Failure.of(outcome, graph, kept.last()).orElse(null);
        if (failure != null || !kept.hadFinished() || arguments.has(Option.JSON)) {
            var summary = Summary.of(graph, run, since(start));
            var deadLetters = Blueprints.deadLetters(state);
            if (arguments.has(Option.JSON)) {
                var json = summary.json(deadLetters);
                kept.addTo(json, outcome);
                say(json, failure, terminal);
            } else {
                report(summary, failure, deadLetters, arguments, terminal);
                kept.ending(outcome).ifPresent(line -> terminal.say(graph.name() + ": " + line));
            }
        }
        return failure == null ? ExitCode.OK : failure.exitCode();
    }

    /** Reads how what earlier runs have kept is to be taken up. */
    private static Keeping keeping(Arguments arguments) {
        boolean fresh = arguments.has(FRESH);
        long accepted = arguments.value(ACCEPT).map(text -> epoch(text, arguments)).orElse(0L);
        for (Option other : List.of(DROP, ACCEPT)) {
            if (fresh && arguments.has(other)) {
                throw arguments.wrong(
                        "'--fresh' and '%s' do not go together".formatted(other.name()),
                        "--fresh forgets all that is kept");
            }
        }
        return new Keeping(true, fresh, Set.copyOf(arguments.values(DROP)), accepted);
    }

    /** Reads {@code epoch=17}, as the message writes it that asks for it. */
    private static long epoch(String text, Arguments arguments) {
        if (!text.matches("epoch=[1-9][0-9]{0,17}")) {
            throw arguments.wrong("'" + text + "' is no checkpoint", "write epoch=17");
        }
        return Long.parseLong(text.substring("epoch=".length()));
    }

    /** Returns whether somebody watches stderr, and no items go to the same terminal. */
    private static boolean showsProgress(Terminal terminal, Graph graph) {
        return terminal.isWatched()
                && !(terminal.isStdoutWatched()
                        && graph.components().stream()
                                .anyMatch(spec -> spec.type().name().equals(STDOUT)));
    }

    /** Waits for the end, showing progress and minding changes and the limit meanwhile. */
    private static Run.Outcome watch(
            Run run,
            long start,
            Duration limit,
            @Nullable Progress progress,
            @Nullable Changes changes,
            Terminal terminal)
            throws InterruptedException {
        Duration pause = changes != null ? Changes.EVERY : progress != null ? REFRESH : FOREVER;
        boolean draining = false;
        while (true) {
            Duration left = draining ? FOREVER : limit.minus(since(start));
            if (!left.isPositive()) {
                draining = true;
                run.drain();
                continue;
            }
            var outcome = run.await(pause.compareTo(left) < 0 ? pause : left);
            if (changes != null) {
                changes.look(terminal);
            }
            if (outcome.isPresent()) {
                return outcome.get();
            }
            if (progress != null) {
                terminal.show(progress.block(since(start)));
            }
        }
    }

    private static void say(Document.Builder json, @Nullable Failure failure, Terminal terminal) {
        if (failure != null) {
            json.put("failure", Diagnostics.json(failure.diagnostic()));
        }
        terminal.say(json.build().toString());
    }

    private static void report(
            Summary summary,
            @Nullable Failure failure,
            Path deadLetters,
            Arguments arguments,
            Terminal terminal) {
        if (failure != null) {
            terminal.say(Diagnostics.text(List.of(failure.diagnostic())));
            if (failure.cause() != null && arguments.has(Option.VERBOSE)) {
                terminal.say(Failure.trace(failure.cause()));
            }
        }
        terminal.say(summary.text(deadLetters));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Reads a time as blueprints write it. */
    private static Duration time(String text, Arguments arguments) {
        Duration time = Quantities.duration(text);
        if (time == null) {
            throw arguments.wrong("'" + text + "' is no time", "write 250ms, 10s, 1m30s, 1h or 1d");
        }
        return time.compareTo(FOREVER) < 0 ? time : FOREVER;
    }
}

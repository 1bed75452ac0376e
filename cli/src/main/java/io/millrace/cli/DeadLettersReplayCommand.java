package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.engine.Replay;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.engine.letters.Redelivery;
import io.millrace.engine.letters.Redelivery.Prospect;
import io.millrace.engine.letters.Redelivery.Reason;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts dead letters in again where they failed. */
final class DeadLettersReplayCommand implements Command {

    private static final Option DRY_RUN =
            new Option("--dry-run", null, "say what would be done, and do nothing");
    private static final Option MAX_ATTEMPTS =
            new Option("--max-attempts", "N", "leave those tried so often in all (default: 5)");
    private static final long USUAL_ATTEMPTS = 5;
    private static final Duration REFRESH = Duration.ofMillis(500);

    @Override
    public Usage usage() {
        return new Usage(
                DeadLetters.NAME + " replay",
                "FILE",
                1,
                1,
                "Puts a blueprint's dead letters in again where they failed.",
                DeadLetters.options(DRY_RUN, MAX_ATTEMPTS, Option.VERBOSE),
                List.of(
                        "./millrace dead-letters replay examples/delayed-flights.yaml --dry-run",
                        "./millrace dead-letters replay examples/delayed-flights.yaml --component"
                                + " delayed --max-attempts 3"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) throws Exception {
        LetterFilter filter = DeadLetters.filter(arguments);
        long most =
                arguments
                        .value(MAX_ATTEMPTS)
                        .map(text -> DeadLetters.number(text, arguments))
                        .orElse(USUAL_ATTEMPTS);
        var request =
                new Redelivery.Request(
                        filter,
                        DeadLetters.limit(arguments),
                        (int) Math.min(most, Integer.MAX_VALUE));
        if (arguments.has(Option.VERBOSE)) {
            LogConfiguration.verbose();
        }
        Graph graph = Blueprints.read(arguments.files().getFirst(), arguments.settings()).whole();
        Path state = DeadLetters.stateFolder(arguments, graph);
        try {
            Prospect prospect = Redelivery.look(graph, state, request);
            DeadLetters.sayUnclear(filter, prospect.broken(), terminal);
            if (arguments.has(DRY_RUN) || prospect.total() == 0) {
                var nothing = new Replay.Result(new Run.Outcome.Finished(), 0, 0);
                Replay.Result result = arguments.has(DRY_RUN) ? null : nothing;
                tell(new Told(graph.name(), prospect, result, Duration.ZERO), arguments, terminal);
                return ExitCode.OK;
            }
            return replay(graph, state, request, arguments, terminal);
        } catch (IOException e) {
            throw DeadLetters.problem(state, e);
        }
    }

    private static int replay(
            Graph graph,
            Path state,
            Redelivery.Request request,
            Arguments arguments,
            Terminal terminal)
            throws Exception {
        long start = System.nanoTime();
        try (Replay replay = Replay.start(graph, RunOptions.in(state), request)) {
            Run run = replay.run();
            Signals.suspend(run, terminal);
            if (terminal.isWatched()) {
                var progress = new Progress(replay.graph(), run);
                while (run.await(REFRESH).isEmpty()) {
                    terminal.show(progress.block(since(start)));
                }
            }
            Replay.Result result = replay.end();
            Failure failure = Failure.of(result.outcome(), replay.graph()).orElse(null);
            if (failure != null) {
                terminal.say(Diagnostics.text(List.of(failure.diagnostic())));
                if (failure.cause() != null && arguments.has(Option.VERBOSE)) {
                    terminal.say(Failure.trace(failure.cause()));
                }
                terminal.say(graph.name() + ": all dead letters are in the queue as before");
                return failure.exitCode();
            }
            var told = new Told(graph.name(), replay.prospect(), result, since(start));
            tell(told, arguments, terminal);
            return ExitCode.OK;
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /**
     * What is told in the end.
     *
     * @param result how the replay ended, or null if it is only thought of
     * @param time how long it took
     */
    private record Told(
            String system, Prospect prospect, Replay.@Nullable Result result, Duration time) {

        String text() {
            var text = new StringBuilder();
            if (result == null) {
                prospect.letters()
                        .forEach(
                                (point, letters) ->
                                        text.append("would replay ")
                                                .append(DeadLetters.count(letters))
                                                .append(" into ")
                                                .append(point)
                                                .append('\n'));
            }
            text.append(system).append(": ");
            if (result == null) {
                text.append(DeadLetters.count(prospect.total())).append(" to replay");
            } else {
                text.append(DeadLetters.count(result.replayed())).append(" replayed, ");
                text.append(Figures.count(result.again())).append(" failed again");
                text.append(" in ").append(Figures.time(time));
            }
            left().forEach(
                            (reason, letters) ->
                                    text.append("; ")
                                            .append(Figures.count(letters))
                                            .append(" left, ")
                                            .append(reason));
            return text.toString();
        }

        private Map<String, Long> left() {
            var left = new LinkedHashMap<String, Long>();
            prospect.left().forEach((reason, letters) -> left.put(words(reason), letters));
            if (result != null && prospect.total() > result.replayed()) {
                left.put("not come to any more", prospect.total() - result.replayed());
            }
            return left;
        }

        private static String words(Reason reason) {
            return switch (reason) {
                case NOT_REPLAYABLE -> "which do not hold their item or its place";
                case TRIED_TOO_OFTEN -> "tried too often";
                case NOT_IN_THE_BLUEPRINT -> "whose place is not in the blueprint any more";
                case OVER_THE_LIMIT -> "over the limit";
            };
        }

        Document json() {
            var letters = Document.object();
            prospect.letters().forEach(letters::put);
            var left = Document.object();
            prospect.left()
                    .forEach((reason, n) -> left.put(reason.name().toLowerCase(Locale.ROOT), n));
            var json =
                    Document.object()
                            .put("system", system)
                            .put("dry_run", result == null)
                            .put("letters", letters.build())
                            .put("left", left.build())
                            .put("broken_lines", prospect.broken());
            if (result != null) {
                json.put("replayed", result.replayed())
                        .put("failed_again", result.again())
                        .put("seconds", time.toMillis() / 1000.0);
            }
            return json.build();
        }
    }

    private static void tell(Told told, Arguments arguments, Terminal terminal) {
        if (arguments.has(Option.JSON)) {
            terminal.print(told.json() + "\n");
        } else {
            terminal.say(told.text());
        }
    }
}

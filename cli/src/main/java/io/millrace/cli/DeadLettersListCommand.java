package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.engine.letters.Letter;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.engine.letters.LetterQueue;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts dead letters. */
final class DeadLettersListCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                DeadLetters.NAME + " list",
                "FILE",
                1,
                1,
                "Counts a blueprint's dead letters by component and error type.",
                DeadLetters.options(),
                List.of(
                        "./millrace dead-letters list examples/delayed-flights.yaml",
                        "./millrace dead-letters list examples/delayed-flights.yaml --since 1d"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) {
        LetterFilter filter = DeadLetters.filter(arguments);
        Graph graph = Blueprints.read(arguments.files().getFirst(), arguments.settings());
        Path state = DeadLetters.stateFolder(arguments, graph);
        var groups = new TreeMap<String, Group>();
        long broken = read(state, filter, DeadLetters.limit(arguments), groups);
        DeadLetters.sayUnclear(filter, broken, terminal);
        if (arguments.has(Option.JSON)) {
            terminal.print(json(graph.name(), state, broken, groups) + "\n");
            return ExitCode.OK;
        }
        long letters = groups.values().stream().mapToLong(g -> g.letters).sum();
        long replayable = groups.values().stream().mapToLong(g -> g.replayable).sum();
        terminal.print(table(groups));
        terminal.say(
                "%s: %s, %s replayable, in %s"
                        .formatted(
                                graph.name(),
                                DeadLetters.count(letters),
                                Figures.count(replayable),
                                Blueprints.deadLetters(state)));
        return ExitCode.OK;
    }

    private static long read(
            Path state, LetterFilter filter, long limit, Map<String, Group> groups) {
        var left = new long[] {limit};
        try {
            return new LetterQueue(state)
                    .read(
                            filter,
                            letter -> {
                                String name = letter.component() + " " + letter.type();
                                groups.computeIfAbsent(name, _ -> new Group(letter)).add(letter);
                                return --left[0] > 0;
                            });
        } catch (IOException e) {
            throw DeadLetters.problem(state, e);
        }
    }

    /** Letters of one component and error type. */
    private static final class Group {
        final String component;
        final String type;
        long letters;
        long replayable;
        @Nullable Instant first;
        @Nullable Instant last;

        Group(Letter letter) {
            component = letter.component();
            type = letter.type();
        }

        void add(Letter letter) {
            letters++;
            replayable += letter.isReplayable() ? 1 : 0;
            Instant at = letter.at();
            if (at != null) {
                first = first == null || at.isBefore(first) ? at : first;
                last = last == null || at.isAfter(last) ? at : last;
            }
        }

        List<String> row() {
            return List.of(
                    component,
                    type,
                    Figures.count(letters),
                    Figures.count(replayable),
                    time(first),
                    time(last));
        }

        private static String time(@Nullable Instant time) {
            return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
        }

        Document json() {
            var json =
                    Document.object()
                            .put("component", component)
                            .put("type", type)
                            .put("letters", letters)
                            .put("replayable", replayable);
            if (first != null && last != null) {
                json.put("since", first.toString()).put("last", last.toString());
            }
            return json.build();
        }
    }

    private static String table(Map<String, Group> groups) {
        if (groups.isEmpty()) {
            return "";
        }
        var table = new Table("COMPONENT", "TYPE", ">LETTERS", ">REPLAYABLE", "SINCE", "LAST");
        groups.values().forEach(group -> table.add(group.row()));
        return table.text();
    }

    private static Document json(
            String system, Path state, long broken, Map<String, Group> groups) {
        return Document.object()
                .put("system", system)
                .put("folder", Blueprints.deadLetters(state).toString())
                .put("letters", groups.values().stream().mapToLong(g -> g.letters).sum())
                .put("replayable", groups.values().stream().mapToLong(g -> g.replayable).sum())
                .put("broken_lines", broken)
                .put("groups", Document.array(groups.values().stream().map(Group::json).toList()))
                .build();
    }
}

package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.engine.letters.Letter;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.engine.letters.LetterQueue;
import io.millrace.graph.Graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Shows dead letters whole. */
final class DeadLettersShowCommand implements Command {

    /** What is said in the first line, or is the engine's own. */
    private static final Set<String> APART = Set.of("error", "component", "epoch");

    private static final int INDENT = 2;

    @Override
    public Usage usage() {
        return new Usage(
                DeadLetters.NAME + " show",
                "FILE",
                1,
                1,
                "Shows a blueprint's dead letters whole.",
                DeadLetters.options(),
                List.of(
                        "./millrace dead-letters show examples/delayed-flights.yaml --limit 1",
                        "./millrace dead-letters show examples/delayed-flights.yaml --where"
                                + " 'item.attempts > 1'"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) {
        LetterFilter filter = DeadLetters.filter(arguments);
        Graph graph = Blueprints.read(arguments.files().getFirst(), arguments.settings());
        Path state = DeadLetters.stateFolder(arguments, graph);
        long limit = DeadLetters.limit(arguments);
        boolean json = arguments.has(Option.JSON);
        var shown = new long[1];
        try {
            long broken =
                    new LetterQueue(state)
                            .read(
                                    filter,
                                    letter -> {
                                        terminal.print(
                                                json ? letter.document() + "\n" : text(letter));
                                        return ++shown[0] < limit;
                                    });
            DeadLetters.sayUnclear(filter, broken, terminal);
        } catch (IOException e) {
            throw DeadLetters.problem(state, e);
        }
        if (!json) {
            terminal.say(graph.name() + ": " + DeadLetters.count(shown[0]));
        }
        return ExitCode.OK;
    }

    private static String text(Letter letter) {
        var text = new StringBuilder();
        text.append(letter.component()).append(": ").append(letter.error()).append('\n');
        Document document = letter.document();
        for (int slot = 0; slot < document.size(); slot++) {
            String name = document.name(slot);
            if (!APART.contains(name)) {
                text.append("  ").append(name).append(": ");
                Document value = document.at(slot);
                boolean plain = value.kind() == Document.Kind.STRING;
                text.append(plain ? value.asString() : Pretty.text(value, INDENT));
                text.append('\n');
            }
        }
        return text.append('\n').toString();
    }
}

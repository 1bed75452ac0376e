package io.millrace.cli;

import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Diagnostic.Severity;
import io.millrace.graph.Graph;
import io.millrace.graph.Position;
import io.millrace.graph.SourceWatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Changes of what a run was made of, while it runs: components are exchanged, blueprints not. */
final class Changes {

    /** How often to look. */
    static final Duration EVERY = Duration.ofMillis(250);

    private final SourceWatch sources;
    private final Map<String, String> blueprints = new HashMap<>();

    /**
     * Looks from now on.
     *
     * @param file the blueprint that the graph was read from
     */
    Changes(SourceWatch sources, Path file, Graph graph) {
        this.sources = sources;
        blueprints.put(file.toString(), "");
        for (ComponentSpec component : graph.components()) {
            blueprints.put(component.position().file(), "");
        }
        blueprints.replaceAll((name, _) -> text(name, ""));
    }

    /** Tells of what has changed since the last time, and of what became of it. */
    void look(Terminal terminal) {
        List<Diagnostic> news = new ArrayList<>(sources.look());
        blueprints.replaceAll(
                (name, before) -> {
                    String now = text(name, before);
                    if (!now.equals(before)) {
                        news.add(changed(name));
                    }
                    return now;
                });
        if (!news.isEmpty()) {
            terminal.say(Diagnostics.text(news));
        }
    }

    private static Diagnostic changed(String name) {
        return new Diagnostic(
                Severity.NOTICE,
                "MR516",
                "the blueprint has changed; what runs is as it was",
                new Position(name, 0, 0, 1),
                List.of(),
                "stop and start again for the change to take effect");
    }

    /** Returns what a file says; what it said before if it cannot be read just now. */
    private static String text(String name, String before) {
        try {
            return Files.readString(Path.of(name));
        } catch (IOException e) {
            return before;
        }
    }
}

package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.engine.Plan;
import io.millrace.engine.RunOptions;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;
import io.millrace.graph.StreamSpec.Port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Shows how a blueprint would run: its tasks, and what bounds each stream. */
final class ExplainCommand implements Command {

    private static final String STDOUT = "-";
    private static final Option SVG =
            new Option("--svg", "FILE", "draw it into a file instead; - is stdout");

    @Override
    public Usage usage() {
        return new Usage(
                "explain",
                "FILE",
                1,
                1,
                "Shows what is fused into one task, what is bounded by what, and what is promised.",
                List.of(Option.SET, Option.JSON, SVG),
                List.of(
                        "./millrace explain examples/delayed-flights.yaml",
                        "./millrace explain examples/delayed-flights.yaml --svg flights.svg"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) {
        Graph graph = Blueprints.read(arguments.files().getFirst(), arguments.settings());
        Plan plan = Plan.of(graph, RunOptions.in(Blueprints.stateFolder(graph)));
        if (arguments.has(SVG)) {
            draw(plan, arguments.value(SVG).orElse(STDOUT), arguments, terminal);
        } else {
            terminal.print(arguments.has(Option.JSON) ? json(plan) + "\n" : text(plan));
        }
        return ExitCode.OK;
    }

    private static void draw(Plan plan, String target, Arguments arguments, Terminal terminal) {
        if (arguments.has(Option.JSON)) {
            throw arguments.wrong("'--svg' and '--json' do not go together", null);
        }
        String svg = Drawings.load().svg(plan);
        if (target.equals(STDOUT)) {
            terminal.print(svg);
            return;
        }
        Path file = arguments.path(target);
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, svg);
        } catch (IOException e) {
            throw new EnvironmentException("'" + target + "' cannot be written: " + e, e);
        }
    }

    private static String text(Plan plan) {
        Graph graph = plan.graph();
        var text = new StringBuilder(graph.name()).append(": ");
        text.append(count(graph.components().size(), "component")).append(", ");
        text.append(count(graph.streams().size(), "stream")).append(", ");
        text.append(count(plan.tasks().size(), "task")).append('\n');

        text.append("\ntasks: each is one virtual thread; within it an item is passed by a call\n");
        for (Plan.Task task : plan.tasks()) {
            text.append("  ").append(String.join(" > ", task.components()));
            int instances = instances(graph, task);
            if (instances > 1) {
                text.append("  (").append(task.instance() + 1).append(" of ");
                text.append(instances).append(')');
            }
            text.append('\n');
        }

        text.append("\nstreams\n");
        int width = graph.streams().stream().mapToInt(s -> s.toString().length()).max().orElse(0);
        for (Plan.Link link : plan.links()) {
            String name = link.stream().toString();
            text.append("  ").append(name).repeat(' ', width - name.length() + 2);
            text.append(link.fused() ? "fused: holds no item" : bound(link)).append('\n');
        }

        if (graph.isWhole()) {
            text.append(new Promises(graph).text());
        }
        exposed(text, "inputs", graph.inputs());
        exposed(text, "outputs", graph.outputs());
        text.append("\nfailed items without a bound error stream: ");
        return text.append(Blueprints.deadLetters(Blueprints.stateFolder(graph)))
                .append('\n')
                .toString();
    }

    /** Says what the ends stand for that another blueprint may bind. */
    private static void exposed(StringBuilder text, String what, List<Graph.Exposed> ends) {
        if (!ends.isEmpty()) {
            text.append('\n').append(what).append(", for the blueprint that uses this one\n");
        }
        for (Graph.Exposed end : ends) {
            text.append("  ").append(end.name()).append(": ");
            text.append(String.join(", ", end.ports().stream().map(Port::toString).toList()));
            text.append('\n');
        }
    }

    private static String bound(Plan.Link link) {
        Buffer buffer = link.buffer();
        String full =
                switch (link.stream().whenFull()) {
                    case BLOCK -> "the sender waits";
                    case DROP_OLDEST -> "the oldest is dropped";
                    case DROP_NEWEST -> "the newest is dropped";
                };
        return "holds %s or %s, then %s (not fused: %s)"
                .formatted(
                        count(buffer.items(), "item"),
                        Figures.bytes(buffer.bytes()),
                        full,
                        link.reason());
    }

    private static int instances(Graph graph, Plan.Task task) {
        return graph.component(task.root()).options().parallelism();
    }

    private static String count(int number, String what) {
        return Figures.count(number) + " " + what + (number == 1 ? "" : "s");
    }

    private static Document json(Plan plan) {
        Graph graph = plan.graph();
        var promises = new Promises(graph);
        return Document.object()
                .put("system", graph.name())
                .put(
                        "tasks",
                        Document.array(plan.tasks().stream().map(t -> json(t, graph)).toList()))
                .put(
                        "streams",
                        Document.array(plan.links().stream().map(ExplainCommand::json).toList()))
                .put("delivery", promises.json())
                .put("state", promises.state())
                .put("inputs", json(graph.inputs()))
                .put("outputs", json(graph.outputs()))
                .build();
    }

    private static Document json(List<Graph.Exposed> ends) {
        var json = Document.object();
        for (Graph.Exposed end : ends) {
            json.put(
                    end.name(),
                    Document.array(
                            end.ports().stream().map(p -> Document.of(p.toString())).toList()));
        }
        return json.build();
    }

    private static Document json(Plan.Task task, Graph graph) {
        return Document.object()
                .put("name", task.name(instances(graph, task)))
                .put(
                        "components",
                        Document.array(task.components().stream().map(Document::of).toList()))
                .build();
    }

    private static Document json(Plan.Link link) {
        StreamSpec stream = link.stream();
        Buffer buffer = link.buffer();
        var json =
                Document.object()
                        .put("from", stream.from().toString())
                        .put("to", stream.to().toString())
                        .put("fused", link.fused());
        if (!link.fused()) {
            json.put("items", buffer.items())
                    .put("bytes", buffer.bytes())
                    .put("when_full", stream.whenFull().name().toLowerCase(Locale.ROOT))
                    .put("reason", link.reason());
        }
        return json.build();
    }
}

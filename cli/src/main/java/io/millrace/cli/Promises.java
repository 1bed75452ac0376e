package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.graph.Delivery;
import io.millrace.graph.Graph;
import io.millrace.graph.Guarantees;
import io.millrace.graph.Guarantees.Path;
import io.millrace.graph.Quantities;
import io.millrace.graph.StateBounds;

import java.util.List;

/** What a graph promises when its run is killed, and what bounds the state that this takes. */
final class Promises {

    private final Graph graph;
    private final Guarantees guarantees;
    private final List<StateBounds> state;

    Promises(Graph graph) {
        this.graph = graph;
        this.guarantees = Guarantees.of(graph);
        this.state = StateBounds.of(graph);
    }

    /** Returns it as lines. */
    String text() {
        var text = new StringBuilder("\ndelivery: ").append(guarantees.delivery());
        text.append(graph.settings().delivery() == null ? ", " : " as asked for, ");
        text.append(
                hasCheckpoints()
                        ? "a checkpoint every "
                                + Quantities.text(graph.settings().checkpointInterval())
                        : "no checkpoints");
        text.append('\n');
        var names = guarantees.paths().stream().map(p -> p.source() + " to " + p.sink()).toList();
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            text.append("  ").append(name).repeat(' ', width - name.length() + 2);
            line(text, guarantees.paths().get(i));
        }
        if (!state.isEmpty()) {
            text.append("\nstate\n");
        }
        for (StateBounds bounds : state) {
            text.append("  ").append(bounds.component()).append(": ");
            text.append(
                    String.join(
                            ", ",
                            bounds.options().entrySet().stream()
                                    .map(e -> e.getKey() + " " + e.getValue())
                                    .toList()));
            text.append('\n');
        }
        return text.toString();
    }

    private boolean hasCheckpoints() {
        return guarantees.delivery() != Delivery.BEST_EFFORT;
    }

    private void line(StringBuilder text, Path path) {
        text.append(path.delivery());
        if (path.weakest() != null) {
            text.append(": ").append(path.weakest().reason());
        } else if (!hasCheckpoints()) {
            text.append(", were there checkpoints");
        }
        for (String loss : path.losses()) {
            text.append("; but for ").append(loss);
        }
        text.append('\n');
    }

    /** Returns it as JSON. */
    Document json() {
        var json =
                Document.object()
                        .put("run", guarantees.delivery().toString())
                        .put("asked_for", graph.settings().delivery() != null);
        if (hasCheckpoints()) {
            json.put("checkpoint_seconds", graph.settings().checkpointInterval().toNanos() / 1e9);
        }
        return json.put(
                        "paths",
                        Document.array(guarantees.paths().stream().map(Promises::json).toList()))
                .build();
    }

    private static Document json(Path path) {
        var json =
                Document.object()
                        .put("source", path.source())
                        .put("sink", path.sink())
                        .put("delivery", path.delivery().toString());
        if (path.weakest() != null) {
            json.put("weakest", path.weakest().component()).put("reason", path.weakest().reason());
        }
        if (!path.losses().isEmpty()) {
            json.put("losses", Document.array(path.losses().stream().map(Document::of).toList()));
        }
        return json.build();
    }

    /** Returns the bounds of the state as JSON. */
    Document state() {
        var json = Document.object();
        for (StateBounds bounds : state) {
            var options = Document.object();
            bounds.options().forEach(options::put);
            json.put(bounds.component(), options.build());
        }
        return json.build();
    }
}

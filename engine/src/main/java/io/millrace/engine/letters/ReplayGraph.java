package io.millrace.engine.letters;

import io.millrace.api.Output;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;
import io.millrace.graph.Position;
import io.millrace.graph.StreamSpec;
import io.millrace.graph.StreamSpec.Port;
import io.millrace.graph.StreamSpec.WhenFull;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a graph letters pass through: the components they failed in and all behind these. What is
 * only before them is left out; in its place a source puts the letters in.
 */
final class ReplayGraph {

    private final Graph graph;

    ReplayGraph(Graph graph) {
        this.graph = graph;
    }

    /** Returns where a letter is to be put in, or null if the graph has no such place any more. */
    @Nullable Point point(Letter letter) {
        ComponentSpec component = component(letter.component());
        if (component == null) {
            return null;
        }
        Port to = letter.to();
        if (to != null) {
            var point = new Point(letter.from(), to);
            return stream(point) == null ? null : point;
        }
        String input = letter.input();
        return input == null || !component.inputs().contains(input)
                ? null
                : new Point(null, new Port(component.name(), input));
    }

    /** Returns the graph of a replay of these parts. */
    Graph of(List<Claim.Part> parts) {
        var byPoint = new LinkedHashMap<Point, List<Claim.Part>>();
        for (Claim.Part part : parts) {
            byPoint.computeIfAbsent(part.point(), _ -> new ArrayList<>()).add(part);
        }
        Set<String> kept = behind(byPoint.keySet());
        var components = new ArrayList<ComponentSpec>();
        var streams = new ArrayList<StreamSpec>();
        for (Map.Entry<Point, List<Claim.Part>> at : byPoint.entrySet()) {
            ComponentSpec source = source(at.getKey(), at.getValue());
            components.add(source);
            streams.addAll(streams(at.getKey(), source.name()));
        }
        for (ComponentSpec component : graph.components()) {
            if (kept.contains(component.name())) {
                components.add(component);
            }
        }
        for (StreamSpec stream : graph.streams()) {
            if (kept.contains(stream.from().component())) {
                streams.add(stream);
            }
        }
        return new Graph(graph.name(), graph.folder(), components, streams, List.of());
    }

    /** Returns all that items may come to which are put in at these points. */
    private Set<String> behind(Set<Point> points) {
        var found = new LinkedHashSet<String>();
        var next = new ArrayDeque<String>();
        for (Point point : points) {
            next.add(point.to().component());
            errorStreams(point).forEach(s -> next.add(s.to().component()));
        }
        while (!next.isEmpty()) {
            String name = next.remove();
            if (found.add(name)) {
                for (StreamSpec stream : graph.streams()) {
                    if (stream.from().component().equals(name)) {
                        next.add(stream.to().component());
                    }
                }
            }
        }
        return found;
    }

    /** Returns a source; no user can give a component its name. */
    private ComponentSpec source(Point point, List<Claim.Part> parts) {
        ComponentSpec failed = graph.component(point.component());
        ComponentSpec.Options none = ComponentSpec.Options.DEFAULT;
        return new ComponentSpec(
                "dead letters: " + point,
                new LetterSource.Type(point, parts),
                ComponentSpec.NO_CONFIG,
                point.from() == null ? none : none.with(failed.options().onError()),
                failed.position());
    }

    /**
     * Returns the streams of a source: the one into the graph, and where it may fail its errors'.
     */
    private List<StreamSpec> streams(Point point, String source) {
        var streams = new ArrayList<StreamSpec>();
        StreamSpec original = stream(point);
        Port from = new Port(source, Output.DEFAULT);
        streams.add(
                original == null
                        ? new StreamSpec(
                                from, point.to(), null, WhenFull.BLOCK, null, Position.NONE)
                        : new StreamSpec(
                                from,
                                point.to(),
                                original.buffer(),
                                WhenFull.BLOCK,
                                original.condition(),
                                original.position()));
        for (StreamSpec error : errorStreams(point)) {
            streams.add(
                    new StreamSpec(
                            new Port(source, Output.ERROR),
                            error.to(),
                            error.buffer(),
                            error.whenFull(),
                            error.condition(),
                            error.position()));
        }
        return streams;
    }

    /** Returns the error streams of the component that a source stands for. */
    private List<StreamSpec> errorStreams(Point point) {
        if (point.from() == null) {
            return List.of();
        }
        var errors = new Port(point.component(), Output.ERROR);
        return graph.streams().stream().filter(s -> s.from().equals(errors)).toList();
    }

    private @Nullable StreamSpec stream(Point point) {
        return graph.streams().stream()
                .filter(s -> s.from().equals(point.from()) && s.to().equals(point.to()))
                .findFirst()
                .orElse(null);
    }

    private @Nullable ComponentSpec component(String name) {
        return graph.components().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}

package io.millrace.graph;

import io.millrace.api.JournaledSource;
import io.millrace.api.Output;
import io.millrace.api.ReplayableSource;
import io.millrace.api.TransactionalSink;
import io.millrace.graph.ComponentSpec.OnError;
import io.millrace.graph.StreamSpec.WhenFull;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often an item has its effect, for each source and each sink that its items come to. It
 * follows from what the two ends can do; what is between them keeps its part by declared state.
 *
 * @param paths the pairs of source and sink, in the order of the components
 * @param delivery what a run promises as a whole: what is asked for, else the strongest that all
 *     paths keep
 * @since 0.2
 */
public record Guarantees(List<Path> paths, Delivery delivery) {

    /** Copies the list. */
    public Guarantees {
        paths = List.copyOf(paths);
    }

    /**
     * A source and a sink that its items come to.
     *
     * @param source the source's name
     * @param sink the sink's name: a component that sends nothing on, but for failed items
     * @param delivery what the two can keep, where the run has checkpoints
     * @param weakest what keeps it from being exactly once; null if nothing does
     * @param losses what is left out on the way because the graph says so
     */
    public record Path(
            String source,
            String sink,
            Delivery delivery,
            @Nullable Weakness weakest,
            List<String> losses) {

        /** Copies the list. */
        public Path {
            losses = List.copyOf(losses);
        }
    }

    /**
     * What a component lacks.
     *
     * @param component its name
     * @param delivery what its paths keep at most
     * @param reason what it cannot do, without a period
     */
    public record Weakness(String component, Delivery delivery, String reason) {}

    /** Returns those of a graph. */
    public static Guarantees of(Graph graph) {
        Guarantees kept = kept(graph.components(), graph.streams());
        Delivery asked = graph.settings().delivery();
        return asked == null ? kept : new Guarantees(kept.paths, asked);
    }

    /** Returns what a graph of these can keep. */
    static Guarantees kept(List<ComponentSpec> components, List<StreamSpec> streams) {
        var byName = new LinkedHashMap<String, ComponentSpec>();
        components.forEach(spec -> byName.put(spec.name(), spec));
        var shape = new GraphShape(byName.keySet(), streams);
        var paths = new ArrayList<Path>();
        for (ComponentSpec source : components) {
            if (!shape.into(source.name()).isEmpty() || !source.inputs().isEmpty()) {
                continue;
            }
            Set<String> reached = shape.downstream(source.name());
            for (ComponentSpec sink : components) {
                if (!sink.equals(source)
                        && reached.contains(sink.name())
                        && isSink(sink, streams)) {
                    Set<String> between = shape.upstream(sink.name());
                    between.retainAll(reached);
                    paths.add(path(source, sink, losses(between, byName, streams)));
                }
            }
        }
        Delivery weakest = paths.isEmpty() ? Delivery.BEST_EFFORT : Delivery.EXACTLY_ONCE;
        for (Path path : paths) {
            weakest = Delivery.weaker(weakest, path.delivery());
        }
        return new Guarantees(paths, weakest);
    }

    private static boolean isSink(ComponentSpec spec, List<StreamSpec> streams) {
        return TransactionalSink.class.isAssignableFrom(spec.type().implementation())
                || streams.stream()
                        .filter(stream -> stream.from().component().equals(spec.name()))
                        .allMatch(stream -> stream.from().port().equals(Output.ERROR));
    }

    private static boolean canSendAgain(Class<?> source) {
        return ReplayableSource.class.isAssignableFrom(source)
                || JournaledSource.class.isAssignableFrom(source);
    }

    private static Path path(ComponentSpec source, ComponentSpec sink, List<String> losses) {
        Weakness weakest = null;
        if (!canSendAgain(source.type().implementation())) {
            weakest =
                    new Weakness(
                            source.name(),
                            Delivery.BEST_EFFORT,
                            "a source of type '%s' cannot send again what it has sent"
                                    .formatted(source.type().name()));
        } else if (!TransactionalSink.class.isAssignableFrom(sink.type().implementation())) {
            weakest =
                    new Weakness(
                            sink.name(),
                            Delivery.AT_LEAST_ONCE,
                            "a sink of type '%s' cannot take back what it has done"
                                    .formatted(sink.type().name()));
        }
        return new Path(
                source.name(),
                sink.name(),
                weakest == null ? Delivery.EXACTLY_ONCE : weakest.delivery(),
                weakest,
                losses);
    }

    /** Returns what the graph leaves out on purpose between a source and a sink. */
    private static List<String> losses(
            Set<String> between, Map<String, ComponentSpec> components, List<StreamSpec> streams) {
        var losses = new ArrayList<String>();
        for (StreamSpec stream : streams) {
            if (stream.whenFull() != WhenFull.BLOCK
                    && between.contains(stream.from().component())
                    && between.contains(stream.to().component())) {
                losses.add("what '" + stream + "' drops when it is full");
            }
        }
        for (ComponentSpec spec : components.values()) {
            if (spec.options().onError() == OnError.SKIP && between.contains(spec.name())) {
                losses.add("items that fail in '" + spec.name() + "', which it skips");
            }
        }
        return losses;
    }
}

package io.millrace.cli.crash;

import io.millrace.api.TransactionalSink;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentSpec.RateLimit;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run that is to be killed differs from one that is not: its sinks write into a scratch
 * folder, its sources take their time, and it makes checkpoints often.
 *
 * @param scratch the folder that stands for the root of the file system where sinks write
 * @param rates how many items a source sends in {@link #SPAN}; those not named, as many as they can
 */
public record Trial(Path scratch, Map<String, Integer> rates) {

    /** What {@link #rates} are for. */
    static final Duration SPAN = Duration.ofMillis(10);

    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final String SCRATCH = "millrace.trial.scratch";
    private static final String RATES = "millrace.trial.rates";

    /** Copies the map. */
    public Trial {
        rates = Map.copyOf(rates);
    }

    /** Returns options of java by which {@link #ofProcess} finds this. */
    List<String> asOptions() {
        var text = new ArrayList<String>();
        new TreeMap<>(rates).forEach((source, rate) -> text.add(source + "=" + rate));
        return List.of("-D" + SCRATCH + "=" + scratch, "-D" + RATES + "=" + String.join(",", text));
    }

    /** Returns the one that this process was started for. */
    public static Trial ofProcess() {
        var rates = new TreeMap<String, Integer>();
        for (String each : System.getProperty(RATES, "").split(",", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                rates.put(each.substring(0, equals), Integer.valueOf(each.substring(equals + 1)));
            }
        }
        return new Trial(Path.of(System.getProperty(SCRATCH, "")), rates);
    }

    /** Returns a graph, altered. */
    public Graph altered(Graph graph) {
        var settings = graph.settings();
        if (settings.checkpointInterval().compareTo(INTERVAL) > 0) {
            settings = new Graph.Settings(settings.delivery(), INTERVAL, settings.state());
        }
        var components = graph.components().stream().map(spec -> altered(spec, graph)).toList();
        return new Graph(
                graph.name(),
                graph.folder(),
                settings,
                components,
                graph.streams(),
                graph.warnings(),
                graph.inputs(),
                graph.outputs());
    }

    private ComponentSpec altered(ComponentSpec spec, Graph graph) {
        Integer rate = rates.get(spec.name());
        var limit = spec.options().rateLimit();
        var options =
                rate == null || isSlower(limit, rate)
                        ? spec.options()
                        : spec.options().with(new RateLimit(rate, SPAN));
        return new ComponentSpec(
                spec.name(),
                spec.type(),
                spec.config(),
                options,
                spec.position(),
                isSink(spec) ? folder(spec, graph) : spec.folder());
    }

    private static boolean isSlower(@Nullable RateLimit limit, int rate) {
        return limit != null
                && (double) limit.items() / limit.per().toNanos() < (double) rate / SPAN.toNanos();
    }

    /** Returns whether a component's files are results. */
    static boolean isSink(ComponentSpec spec) {
        return spec.outputs().isEmpty()
                || TransactionalSink.class.isAssignableFrom(spec.type().implementation());
    }

    /** Returns where the files of a sink go, in place of its own folder. */
    Path folder(ComponentSpec spec, Graph graph) {
        return folder(spec.folder() == null ? graph.folder() : spec.folder());
    }

    /** Returns what stands for a folder where sinks write. */
    Path folder(Path own) {
        Path absolute = own.toAbsolutePath().normalize();
        return scratch.resolve(absolute.getRoot().relativize(absolute).toString());
    }
}

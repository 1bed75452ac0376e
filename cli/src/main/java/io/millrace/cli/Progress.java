package io.millrace.cli;

import io.millrace.engine.Run;
import io.millrace.engine.Run.StreamStatus;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a run is doing, as a block of lines for a terminal: rates, fill of the streams, the slowest
 * component.
 */
final class Progress {

    private static final int STREAMS_SHOWN = 5;
    private static final int BAR = 10;

    private final Graph graph;
    private final Run run;
    private Summary last;

    Progress(Graph graph, Run run) {
        this.graph = graph;
        this.run = run;
        this.last = Summary.of(graph, run, Duration.ZERO);
    }

    /**
     * Returns the block for now; rates are those since the call before.
     *
     * @param time since the start of the run
     */
    List<String> block(Duration time) {
        Summary now = Summary.of(graph, run, time);
        double seconds = Math.max(1e-3, time.minus(last.time()).toNanos() / 1e9);
        var lines = new ArrayList<String>();
        lines.add(
                graph.name()
                        + "  "
                        + run.state().name().toLowerCase(Locale.ROOT)
                        + "  "
                        + Figures.time(time)
                        + rate("in", now.in(), last.in(), seconds)
                        + rate("out", now.out(), last.out(), seconds)
                        + "  "
                        + Figures.count(now.errors())
                        + " errors"
                        + checkpoint());
        var streams = run.streams();
        streams.stream()
                .filter(stream -> !stream.fused() && stream.depth() > 0)
                .sorted(Comparator.comparingDouble(Progress::fill).reversed())
                .limit(STREAMS_SHOWN)
                .forEach(stream -> lines.add(line(stream)));
        String slowest = slowest(streams);
        if (slowest != null) {
            lines.add("  slowest: " + slowest);
        }
        last = now;
        return lines;
    }

    private String checkpoint() {
        return run.checkpoints()
                .filter(kept -> kept.committed() > 0)
                .map(
                        kept ->
                                "  checkpoint %s %s ago (%s ms)"
                                        .formatted(
                                                Figures.count(kept.committed()),
                                                Figures.time(kept.age()),
                                                Figures.count(kept.commits().last().toMillis())))
                .orElse("");
    }

    private static String rate(String what, long now, long before, double seconds) {
        long perSecond = Math.round((now - before) / seconds);
        return "  %s %s (%s/s)".formatted(Figures.count(now), what, Figures.count(perSecond));
    }

    private static String line(StreamStatus stream) {
        int full = (int) Math.round(fill(stream) * BAR);
        return "  %s%s  %s of %s  %s"
                .formatted(
                        "#".repeat(full),
                        ".".repeat(BAR - full),
                        Figures.count(stream.depth()),
                        Figures.count(stream.capacity()),
                        stream.name());
    }

    private static double fill(StreamStatus stream) {
        return Math.min(1, stream.depth() / (double) Math.max(1, stream.capacity()));
    }

    /**
     * Returns the component that holds the others up: what it is to take piles up, what it has sent
     * does not. Null if nothing piles up.
     */
    private @Nullable String slowest(List<StreamStatus> statuses) {
        String slowest = null;
        for (int i = 0; i < statuses.size(); i++) {
            String taker = graph.streams().get(i).to().component();
            if (fill(statuses.get(i)) >= 0.5 && !holdsBack(taker, statuses)) {
                slowest = taker;
            }
        }
        return slowest;
    }

    private boolean holdsBack(String component, List<StreamStatus> statuses) {
        for (int i = 0; i < statuses.size(); i++) {
            StreamSpec stream = graph.streams().get(i);
            if (stream.from().component().equals(component) && fill(statuses.get(i)) >= 0.5) {
                return true;
            }
        }
        return false;
    }
}

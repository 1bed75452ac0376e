package io.millrace.engine.letters;

import io.millrace.api.EnvironmentException;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Letters on their way back into the graph that they failed in. While it is open no other replay
 * can begin; what is not {@linkplain #settle settled} when it is closed stays in the queue.
 *
 * <p>To be used by one thread, beside the run of its {@link #graph}.
 *
 * @since 0.1
 */
public final class Redelivery implements Closeable {

    private final Claim claim;
    private final Graph graph;
    private final Prospect prospect;

    private Redelivery(Claim claim, Graph graph, Prospect prospect) {
        this.claim = claim;
        this.graph = graph;
        this.prospect = prospect;
    }

    /**
     * What is to be replayed.
     *
     * @param filter which letters
     * @param limit how many at most
     * @param maxAttempts letters that were tried so often in all are left
     */
    public record Request(LetterFilter filter, long limit, int maxAttempts) {}

    /** Why a letter that is meant is left where it is. */
    public enum Reason {
        /** It does not hold its item, or the item was none of a stream. */
        NOT_REPLAYABLE,
        /** Its item was tried often enough. */
        TRIED_TOO_OFTEN,
        /** The blueprint has no such component, input or binding any more. */
        NOT_IN_THE_BLUEPRINT,
        /** There are more than were asked for. */
        OVER_THE_LIMIT
    }

    /**
     * What a replay does, or would do.
     *
     * @param letters how many letters are put in, by where
     * @param left how many that are meant are left, by the reason
     * @param broken how many lines of the queue are no letters
     */
    public record Prospect(Map<String, Long> letters, Map<Reason, Long> left, long broken) {
        /** Copies the maps. */
        public Prospect {
            letters = Collections.unmodifiableMap(new TreeMap<>(letters));
            left = Collections.unmodifiableMap(new TreeMap<>(left));
        }

        /** Returns how many letters are put in. */
        public long total() {
            return letters.values().stream().mapToLong(n -> n).sum();
        }
    }

    /** Says what a replay would do now; changes nothing, and may be asked beside a run. */
    public static Prospect look(Graph graph, Path stateFolder, Request request) throws IOException {
        var choice = new Choice(new ReplayGraph(graph), request);
        long broken =
                new LetterQueue(stateFolder)
                        .read(
                                LetterFilter.all(),
                                letter -> {
                                    choice.of(letter);
                                    return true;
                                });
        return choice.prospect(broken);
    }

    /**
     * Takes letters out of the queue.
     *
     * @throws EnvironmentException if another replay goes on, or a run may be writing letters
     * @throws IOException if the queue cannot be read or changed; nothing is lost
     */
    public static Redelivery open(Graph graph, Path stateFolder, Request request)
            throws IOException {
        Claim claim = Claim.open(stateFolder);
        try {
            var replay = new ReplayGraph(graph);
            var choice = new Choice(replay, request);
            long broken = claim.take(choice::of);
            return new Redelivery(claim, replay.of(claim.parts()), choice.prospect(broken));
        } catch (IOException | RuntimeException | Error e) {
            claim.close();
            throw e;
        }
    }

    /** Returns what is put in and what is left. */
    public Prospect prospect() {
        return prospect;
    }

    /** Returns the graph that the letters pass through. */
    public Graph graph() {
        return graph;
    }

    /**
     * Returns the state folder for its run, whose letters come into the queue when it is settled.
     */
    public Path runFolder() {
        return claim.runFolder();
    }

    /** Returns how many letters have been put in; the run has ended. */
    public long sent() {
        return claim.parts().stream().mapToLong(p -> p.sent().cardinality()).sum();
    }

    /**
     * Takes the letters that have been put in out of the queue for good, and those of the run in.
     * Only after the run has ended well.
     */
    public void settle() throws IOException {
        claim.settle();
    }

    @Override
    public void close() throws IOException {
        claim.close();
    }

    /** Chooses letters and counts what it does not choose. */
    private static final class Choice {
        private final ReplayGraph graph;
        private final Request request;
        private final Map<String, Long> letters = new TreeMap<>();
        private final Map<Reason, Long> left = new EnumMap<>(Reason.class);
        private long chosen;

        Choice(ReplayGraph graph, Request request) {
            this.graph = graph;
            this.request = request;
        }

        /** Returns where a letter is put in, or null if it is left. */
        @Nullable Point of(Letter letter) {
            if (!request.filter().admits(letter)) {
                return null;
            }
            if (!letter.isReplayable()) {
                return leave(Reason.NOT_REPLAYABLE);
            }
            if (letter.attempts() >= request.maxAttempts()) {
                return leave(Reason.TRIED_TOO_OFTEN);
            }
            Point point = graph.point(letter);
            if (point == null) {
                return leave(Reason.NOT_IN_THE_BLUEPRINT);
            }
            if (chosen >= request.limit()) {
                return leave(Reason.OVER_THE_LIMIT);
            }
            chosen++;
            letters.merge(point.toString(), 1L, Long::sum);
            return point;
        }

        private @Nullable Point leave(Reason reason) {
            left.merge(reason, 1L, Long::sum);
            return null;
        }

        Prospect prospect(long broken) {
            return new Prospect(letters, left, broken);
        }
    }
}

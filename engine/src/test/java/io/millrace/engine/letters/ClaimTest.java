package io.millrace.engine.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Document;
import io.millrace.graph.StreamSpec.Port;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kills a replay before each change of the disk, and the next one before each change of its own.
 */
class ClaimTest {

    private static final Point POINT = new Point(null, new Port("a", "input"));

    @TempDir private Path folder;

    /** The process ends here: nothing that follows has an effect. */
    private static final class Kill extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Lets so many changes happen. */
    private static Runnable after(int changes) {
        var left = new int[] {changes};
        return () -> {
            if (left[0]-- <= 0) {
                throw new Kill();
            }
        };
    }

    private static String letter(String component, int n) {
        return Document.object()
                .put("error", "no")
                .put("item", n)
                .put("component", component)
                .put("replayable", true)
                .build()
                .toString();
    }

    private Path state(String name) throws IOException {
        Path state = folder.resolve(name);
        Path queue = Files.createDirectories(state.resolve("dead-letters"));
        Files.writeString(queue.resolve("a.ndjson"), letter("a", 3) + "\n" + letter("a", 4) + "\n");
        Files.writeString(queue.resolve("a.1.ndjson"), letter("a", 1) + "\n");
        Files.writeString(queue.resolve("a.7.ndjson"), letter("a", 2) + "\n");
        Files.writeString(queue.resolve("b.ndjson"), letter("b", 1) + "\n");
        return state;
    }

    /** Replays all letters of a but the third; one of them fails again. */
    private static void replay(Path state, Runnable step) throws IOException {
        try (Claim claim = Claim.open(state, step)) {
            claim.take(l -> l.component().equals("a") ? POINT : null);
            for (Claim.Part part : claim.parts()) {
                part.sent().or(part.chosen());
                if (part.file().endsWith("a.8.ndjson")) {
                    part.sent().clear(0);
                }
            }
            Path own = Files.createDirectories(claim.runFolder().resolve("dead-letters"));
            Files.writeString(own.resolve("a.ndjson"), letter("a", 14) + "\n");
            claim.settle();
        }
    }

    private static List<String> items(Path state) throws IOException {
        var items = new ArrayList<String>();
        new LetterQueue(state)
                .read(LetterFilter.all(), l -> items.add(l.component() + l.document().get("item")));
        return items;
    }

    private static final List<String> BEFORE = List.of("a1", "a2", "a3", "a4", "b1");
    private static final List<String> AFTER = List.of("a3", "a14", "b1");

    @Test
    void takes_out_what_was_sent_and_puts_in_what_came_of_it() throws IOException {
        Path state = state("s");
        assertThat(items(state)).isEqualTo(BEFORE);

        replay(state, () -> {});

        assertThat(items(state)).isEqualTo(AFTER);
        try (Stream<Path> files = Files.list(state.resolve("dead-letters"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.8.ndjson", "a.9.ndjson", "b.ndjson");
        }
        assertThat(state.resolve("replay")).doesNotExist();
    }

    @Test
    void kill_at_any_instant_loses_no_letter_and_doubles_none() throws IOException {
        int kills = 0;
        int committed = 0;
        while (true) {
            Path state = state("k" + kills);
            try {
                replay(state, after(kills));
                break;
            } catch (Kill e) {
                assertThat(items(state)).as("%d changes", kills).isIn(BEFORE, AFTER);
            }
            committed += items(state).equals(AFTER) ? 1 : 0;
            List<String> whole = items(state);
            recover(state, kills);
            assertThat(items(state)).as("after %d changes", kills).isEqualTo(whole);
            kills++;
        }
        assertThat(kills).isGreaterThan(10);
        assertThat(committed).isPositive();
    }

    /** Finishes what a killed replay has left, and is killed at it itself at first. */
    private void recover(Path state, int kills) throws IOException {
        for (int changes = 0; ; changes++) {
            Path copy = folder.resolve("c" + kills + "-" + changes);
            copy(state, copy);
            try {
                Claim.open(copy, after(changes)).close();
                break;
            } catch (Kill e) {
                assertThat(items(copy)).as("%d, then %d", kills, changes).isEqualTo(items(state));
            }
            Claim.open(copy).close();
            assertThat(items(copy)).isEqualTo(items(state));
            assertThat(copy.resolve("replay")).doesNotExist();
        }
        Claim.open(state).close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Test
    void letters_of_a_replay_that_was_killed_are_in_the_queue_before_the_next() throws IOException {
        Path state = state("s");
        assertThatThrownBy(() -> replay(state, after(3))).isInstanceOf(Kill.class);

        assertThat(state.resolve("replay/taken")).isNotEmptyDirectory();
        assertThat(items(state)).isEqualTo(BEFORE);
    }
}

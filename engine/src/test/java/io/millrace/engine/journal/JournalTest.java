package io.millrace.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Document;
import io.millrace.engine.checkpoint.StateException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

class JournalTest {

    @TempDir private Path folder;

    private Path only() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    private List<Object> read(Spot from) throws Exception {
        var items = new ArrayList<>();
        try (Journal journal = Journal.open(folder)) {
            journal.replay(from, (_, item) -> items.add(item));
        }
        return items;
    }

    @Test
    void gives_back_what_was_added_from_any_place() throws Exception {
        var random = new SplittableRandom();
        var items = new ArrayList<Object>();
        var spots = new ArrayList<Spot>();
        for (int life = 0; life < 10; life++) {
            try (Journal journal = Journal.open(folder)) {
                journal.replay(Spot.START, (_, _) -> true);
                for (int i = random.nextInt(50); i > 0; i--) {
                    Object item =
                            switch (random.nextInt(3)) {
                                case 0 -> Document.parse("{\"a\": [1.50, null]}");
                                case 1 -> "x".repeat(random.nextInt(200_000));
                                default -> random.nextLong();
                            };
                    spots.add(journal.end());
                    items.add(item);
                    journal.append(item);
                    if (random.nextInt(5) == 0) {
                        journal.force();
                    }
                }
            }
        }

        for (int i = 0; i < items.size(); i += 7) {
            assertThat(read(spots.get(i))).isEqualTo(items.subList(i, items.size()));
        }
    }

    @Test
    @DisplayName("F2 a write that was torn at any byte ends the journal, and it goes on from there")
    void a_torn_write_ends_the_journal() throws Exception {
        try (Journal journal = Journal.open(folder)) {
            for (String item : List.of("one", "two", "three")) {
                journal.append(item);
            }
        }
        Path file = only();
        byte[] whole = Files.readAllBytes(file);
        int data = whole.length - Frames.MARKER; // which was written after the force
        for (int length = 0; length < data; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            List<Object> left = read(Spot.START);

            assertThat(left).isEqualTo(List.of("one", "two", "three").subList(0, left.size()));
            try (Journal journal = Journal.open(folder)) {
                journal.replay(Spot.START, (_, _) -> true);
                journal.append("more");
            }
            assertThat(read(Spot.START)).hasSize(left.size() + 1).endsWith("more");
            Files.delete(folder.resolve("journal-0000000000000002"));
        }
    }

    @Test
    @DisplayName("F5 a bit that flips in what was forced is an error with its place")
    void a_flip_in_what_was_forced_is_an_error() throws Exception {
        try (Journal journal = Journal.open(folder)) {
            journal.append("one");
            journal.append("two");
        }
        Path file = only();
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length - Frames.MARKER; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(file, flipped);

            assertThatThrownBy(() -> read(Spot.START))
                    .as("byte %d", at)
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("journal-0000000000000001' is damaged at byte");
        }
    }

    @Test
    @DisplayName("F5 a bit that flips in an earlier segment is an error with its place")
    void a_flip_in_an_earlier_segment_is_an_error() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Journal journal = Journal.open(folder)) {
                journal.append("item " + i);
            }
        }
        Path file = folder.resolve("journal-0000000000000001");
        byte[] flipped = Files.readAllBytes(file);
        flipped[Frames.HEADER + 10] ^= 4;
        Files.write(file, flipped);

        assertThatThrownBy(() -> read(Spot.START)).hasMessageContaining("damaged at byte 20");
        assertThat(read(new Spot(2, 0))).containsExactly("item 1");
    }

    @Test
    void whole_segments_before_a_place_are_forgotten() throws Exception {
        String large = "x".repeat(1 << 20);
        try (Journal journal = Journal.open(folder)) {
            for (int i = 0; i < 40; i++) {
                journal.append(large);
            }
            Spot end = journal.end();
            assertThat(end.segment()).isEqualTo(3);
            journal.forget(new Spot(2, 500));
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
        assertThat(read(Spot.START)).hasSize(24);
    }

    @Test
    void a_place_behind_the_end_has_nothing_and_what_comes_is_behind_it() throws Exception {
        try (Journal journal = Journal.open(folder)) {
            journal.append("one");
        }
        try (Journal journal = Journal.open(folder)) {
            var far = new Spot(7, 100);
            assertThat(journal.replay(far, (_, _) -> true)).isEqualTo(far);
            journal.append("two");
        }

        assertThat(read(new Spot(7, 100))).containsExactly("two");
    }

    @Test
    void refuses_an_item_that_cannot_be_kept() throws Exception {
        try (Journal journal = Journal.open(folder)) {
            assertThatThrownBy(() -> journal.append(new ArrayList<>()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'ArrayList' cannot be kept");
        }
    }
}

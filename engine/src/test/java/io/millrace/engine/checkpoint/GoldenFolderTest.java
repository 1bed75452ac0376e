package io.millrace.engine.checkpoint;

import static io.millrace.engine.checkpoint.Contents.COUNTS;
import static io.millrace.engine.checkpoint.Contents.TOTAL;
import static io.millrace.engine.checkpoint.Contents.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.checkpoint.CheckpointStore.Options;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A folder that every later Millrace must read: one for each version of the format. */
class GoldenFolderTest {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir private Path folder;

    private static Path golden() throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(GoldenFolderTest.class.getResource("version-1")).toURI());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("lock") && !name.startsWith("generation-"))
                    .sorted()
                    .toList();
        }
    }

    /** Commits what the golden folder holds. */
    private Contents write(Path to) {
        var contents = new Contents();
        var options = new Options(_ -> false, Runnable::run, false, () -> AT, Map.of());
        try (CheckpointStore store = CheckpointStore.open(to, "flights", options)) {
            store.requestBase();
            contents.change(COUNTS, Map.of("a", "1"));
            store.commit(epoch(1, contents.all()));
            store.commit(epoch(2, contents.change(COUNTS, Map.of("b", "2"))));
            store.commit(epoch(3, contents.change(TOTAL, Map.of("", "2.5"))));
            store.published();
        }
        return contents;
    }

    @Test
    @DisplayName("F24 a folder of version 1 is read")
    void folder_of_version_1_is_read() throws IOException, URISyntaxException {
        Contents expected = write(folder.resolve("new"));
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (String name : names(golden())) {
            Files.copy(golden().resolve(name), copy.resolve(name));
        }

        try (CheckpointStore store =
                CheckpointStore.open(copy, "flights", new Options(_ -> false, Runnable::run))) {
            assertThat(Contents.of(store)).isEqualTo(expected);
            Manifest last = Objects.requireNonNull(store.last());
            assertThat(last.epoch()).isEqualTo(3);
            assertThat(last.at()).isEqualTo(AT);
            assertThat(last.positions()).isEqualTo(epoch(3).positions());
            assertThat(store.generation()).isEqualTo(2);
            assertThat(store.isPublished()).isTrue();
        }
    }

    @Test
    void folder_is_written_as_it_was() throws IOException, URISyntaxException {
        write(folder);

        assertThat(names(folder)).isEqualTo(names(golden()));
        for (String name : names(golden())) {
            assertThat(folder.resolve(name))
                    .as(name)
                    .hasSameBinaryContentAs(golden().resolve(name));
        }
    }
}

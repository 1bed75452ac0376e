package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.engine.checkpoint.CheckpointStore;
import io.millrace.engine.checkpoint.CheckpointStore.Options;
import io.millrace.engine.checkpoint.Epoch;
import io.millrace.engine.checkpoint.InstanceId;
import io.millrace.engine.state.Part;
import io.millrace.engine.state.RecordWriter;
import io.millrace.engine.state.Section;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The commands on checkpoints. */
class StateCommandsTest {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.123Z");
    private static final Section SEEN = new Section("count", "seen", Section.BY_KEY, "no schema");
    private static final Section SUM = new Section("total", "sum", 0, "no schema");

    @TempDir private Path folder;
    private String out = "";
    private String err = "";

    @BeforeEach
    void commit() {
        var options = new Options(_ -> false, Runnable::run, false, () -> AT, Map.of());
        try (CheckpointStore store = CheckpointStore.open(checkpoints(), "orders", options)) {
            store.commit(epoch(1, part(SEEN, "a", "b"), part(SUM, "")));
            store.commit(epoch(2, part(SEEN, "b", "c")));
        }
    }

    private Path checkpoints() {
        return folder.resolve(".millrace/orders/checkpoints");
    }

    private static Epoch epoch(long number, Part... changes) {
        return new Epoch(
                number,
                false,
                Map.of(new InstanceId("in", 0), Document.parse("{\"offset\":" + number + "}")),
                Map.of(new InstanceId("out", 0), Document.parse("{\"length\":7}")),
                List.of(),
                List.of(changes),
                null);
    }

    private static Part part(Section section, String... keys) {
        return new Part() {
            @Override
            public Section section() {
                return section;
            }

            @Override
            public void writeTo(RecordWriter to) throws IOException {
                for (String key : keys) {
                    to.put(bytes(key), bytes("value"));
                }
            }
        };
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private int millrace(String command, Path operand, String... options) {
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.add(operand.toString());
        words.addAll(List.of(options));
        var data = new ByteArrayOutputStream();
        var other = new ByteArrayOutputStream();
        int exitCode =
                Main.run(
                        words,
                        new Terminal(
                                new PrintStream(data, true, StandardCharsets.UTF_8),
                                new PrintStream(other, true, StandardCharsets.UTF_8),
                                0,
                                false));
        out = data.toString(StandardCharsets.UTF_8);
        err = other.toString(StandardCharsets.UTF_8);
        return exitCode;
    }

    private static Document field(Document document, String name) {
        return Objects.requireNonNull(document.get(name), name);
    }

    @Test
    void inspect_shows_states_positions_and_sealed_output() {
        assertThat(millrace("state inspect", folder.resolve(".millrace/orders"))).isZero();

        assertThat(out)
                .isEqualTo(
                        """
                        COMPONENT  STATE  INSTANCE  RECORDS  BYTES  TYPE
                        count      seen   by key          3     18  no schema
                        total      sum    0               1      5  no schema
                        position of in 0: {"offset":2}
                        sealed by out 0: {"length":7}
                        """);
        assertThat(err)
                .contains("orders: epoch 2 of 2026-01-31T12:00:00Z, start 1,")
                .contains("kept: [2, 1]");
    }

    @Test
    void inspect_takes_a_blueprint_an_epoch_and_json() throws IOException {
        Path blueprint =
                Files.writeString(
                        folder.resolve("orders.yaml"),
                        """
                        components:
                          in: { type: FileSource, config: { path: in.ndjson } }
                          out: { type: FileSink, config: { path: out.ndjson } }
                        bindings:
                          - in -> out
                        """);

        assertThat(millrace("state inspect", blueprint, "--epoch", "1", "--json")).isZero();

        Document shown = Document.parse(out);
        assertThat(field(shown, "epoch").asLong()).isEqualTo(1);
        assertThat(field(shown, "states").size()).isEqualTo(2);
        assertThat(field(field(shown, "states").at(0), "records").asLong()).isEqualTo(2);
        assertThat(field(field(shown, "positions").at(0), "position"))
                .hasToString("{\"offset\":1}");

        assertThat(millrace("state inspect", blueprint, "--epoch", "7")).isEqualTo(2);
        assertThat(err).contains("there is no checkpoint of epoch '7'").contains("[2, 1]");
    }

    @Test
    void export_writes_every_record() {
        assertThat(millrace("state export", checkpoints())).isZero();

        List<Document> lines = out.lines().map(Document::parse).toList();
        assertThat(lines).hasSize(4);
        assertThat(field(lines.getFirst(), "component").asString()).isEqualTo("count");
        assertThat(field(lines.getFirst(), "state").asString()).isEqualTo("seen");
        assertThat(field(lines.getLast(), "instance").asLong()).isZero();
    }

    @Test
    void export_reads_what_a_run_has_kept() throws IOException {
        Files.writeString(folder.resolve("in.ndjson"), "{\"id\":7}\n{\"id\":8}\n{\"id\":7}\n");
        Path blueprint =
                Files.writeString(
                        folder.resolve("once.yaml"),
                        """
                        components:
                          in: { type: FileSource, config: { path: in.ndjson } }
                          once:
                            type: StreamProcessor
                            config: { variant: deduplication, dedup_key: item.id, max_keys: 100 }
                          out: { type: FileSink, config: { path: out.ndjson } }
                        bindings:
                          - in -> once -> out
                        """);
        assertThat(millrace("run", blueprint)).as(() -> err).isZero();

        assertThat(millrace("state verify", blueprint)).as(() -> err).isZero();
        assertThat(millrace("state export", blueprint)).as(() -> err).isZero();

        assertThat(out.lines().filter(line -> line.contains("\"seen\""))).hasSize(2);
        assertThat(out).contains("7", "8").doesNotContain("base64");
    }

    @Test
    @DisplayName("F23 verify finds what is damaged in any kept checkpoint")
    void verify_finds_what_is_damaged() throws IOException {
        assertThat(millrace("state verify", checkpoints())).isZero();
        assertThat(err).contains("all as it was written");

        Path file = checkpoints().resolve("epoch-1.changes");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 9]++;
        Files.write(file, bytes);

        assertThat(millrace("state verify", checkpoints())).isEqualTo(1);
        assertThat(err)
                .contains("error[STATE_CORRUPT]: '" + file + "' is damaged at offset")
                .contains("1 damaged");
        assertThat(millrace("state verify", checkpoints(), "--json")).isEqualTo(1);
        assertThat(field(Document.parse(out), "problems").size()).isEqualTo(1);
    }

    @Test
    void says_that_there_is_none() {
        assertThat(millrace("state verify", folder)).isEqualTo(3);
        assertThat(err).contains("there is no checkpoint in '" + folder + "'");
    }
}

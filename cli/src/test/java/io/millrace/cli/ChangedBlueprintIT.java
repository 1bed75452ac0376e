package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A blueprint that is changed while its run is suspended, and what the command says to that. */
class ChangedBlueprintIT {

    private static final String COUNTED =
            "seen: { type: StreamProcessor, key: item.k, config: { variant: windowing, window:"
                    + " count, count: 50 } }";

    @TempDir private Path folder;
    private Path out;

    @BeforeEach
    void suspend() throws Exception {
        out = folder.resolve("out.ndjson");
        Files.write(
                folder.resolve("in.ndjson"),
                IntStream.range(0, 2_000)
                        .mapToObj(i -> "{\"n\":%d,\"k\":%d}".formatted(i, i == 0 ? 9 : i % 3))
                        .toList());
        Process first = Product.java("run", blueprint(COUNTED, "in -> seen -> out")).start();
        await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(out) && Files.size(out) > 0);
        assertThat(first.toHandle().destroy()).isTrue();
        assertThat(Product.end(first).exitCode()).isZero();
    }

    private String blueprint(String between, String chain) throws IOException {
        Path file = folder.resolve("b.yaml");
        Files.writeString(
                file,
                """
                checkpoint: 20ms
                components:
                  in: { type: FileSource, config: { path: in.ndjson }, rate_limit: { items: 100, per: 100ms } }
                  %s
                  out: { type: FileSink, config: { path: out.ndjson } }
                bindings:
                  - %s
                """
                        .formatted(between, chain));
        return file.toString();
    }

    private static Product.Ended run(String file, String... options) {
        return Product.run(
                Product.java(
                        Stream.concat(Stream.of("run", file), Stream.of(options))
                                .toArray(String[]::new)));
    }

    private void refused(String file) throws IOException {
        List<String> before = Files.readAllLines(out);

        Product.Ended ended = run(file);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains(
                        "error[STATE_MISMATCH]: the checkpoint of epoch ",
                        " does not fit what is run now:\n  the state of component 'seen' is in the"
                                + " checkpoint, and nothing has it now: bring it back, say what the"
                                + " component is called now (renamed_from), or give it up with"
                                + " --drop-state seen\n  or begin anew with --fresh\n")
                .doesNotContain("\uFFFD", "the same command goes on");
        assertThat(Files.readAllLines(out)).isEqualTo(before);
    }

    @Test
    @DisplayName("F24 a component that was removed is refused, and given up when that is said")
    void removed_component_is_dropped_when_told() throws Exception {
        String file = blueprint("", "in -> out");
        refused(file);

        Product.Ended ended = run(file, "--drop-state", "seen");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("b: goes on from checkpoint ");
    }

    @Test
    @DisplayName("F24 a component that was renamed is refused until it says its former name")
    void renamed_component_says_its_former_name() throws Exception {
        String renamed = COUNTED.replace("seen:", "known:");
        refused(blueprint(renamed, "in -> known -> out"));

        Product.Ended ended =
                run(
                        blueprint(
                                renamed.replace("{ type", "{ renamed_from: seen, type"),
                                "in -> known -> out"));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("b: goes on from checkpoint ");
    }

    @Test
    @DisplayName("F24 a component of another type is refused, and begins empty when that is said")
    void other_type_begins_empty_when_told() throws Exception {
        String file =
                blueprint(
                        "seen: { type: StreamProcessor, key: item.k, config: { variant:"
                                + " deduplication, ttl: 1h } }",
                        "in -> seen -> out");
        refused(file);

        Product.Ended ended = run(file, "--drop-state", "seen");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @Test
    @DisplayName("F24 a component that was added begins empty")
    void added_component_begins_empty() throws Exception {
        String file =
                blueprint(
                        COUNTED + "\n  extra: { type: Filter, config: { condition: 'true' } }",
                        "in -> seen -> extra -> out");

        Product.Ended ended = run(file);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @Test
    @DisplayName(
            "F24 another key is refused, and state by the former one given up when that is said")
    void other_key_begins_empty_when_told() throws Exception {
        String file = blueprint(COUNTED.replace("item.k", "item.n"), "in -> seen -> out");
        List<String> before = Files.readAllLines(out);

        Product.Ended ended = run(file);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains(
                        "error[STATE_MISMATCH]: the checkpoint of epoch ",
                        "\n  component 'seen' has state that was kept by 'item.k', and its key is"
                                + " 'item.n' now: change it back, or give it up with --drop-state"
                                + " seen\n  or begin anew with --fresh\n");
        assertThat(Files.readAllLines(out)).isEqualTo(before);

        ended = run(file, "--drop-state", "seen");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @Test
    @DisplayName("F24 a name that is given up has to be one that is there")
    void dropped_name_has_to_be_there() throws Exception {
        String file = blueprint(COUNTED, "in -> seen -> out");
        List<String> before = Files.readAllLines(out);

        Product.Ended ended = run(file, "--drop-state", "sene");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains(
                        "error[STATE_MISMATCH]: --drop-state sene: nothing of that name is in the"
                                + " checkpoint of epoch ",
                        ", which has in, out, seen, seen.",
                        "; did you mean 'seen'?\n");
        assertThat(Files.readAllLines(out)).isEqualTo(before);
        assertThat(run(file).exitCode()).isZero();
    }
}

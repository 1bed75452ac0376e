package io.millrace.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every input that fuzzing once broke something with, and every seed, is dealt with well. */
class ReplayTest {

    private static final Path MODULE = Path.of("");

    @TestFactory
    Stream<DynamicTest> deals_well_with_what_was_found_before() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (Target target : Target.values()) {
            for (Path file : files(target)) {
                tests.add(
                        dynamicTest(
                                target.word() + " " + file.getFileName(),
                                () -> target.run(Files.readAllBytes(file))));
            }
        }
        return tests.stream();
    }

    private static List<Path> files(Target target) throws IOException {
        var files = new ArrayList<Path>();
        for (Path folder : Fuzz.inputs(MODULE, target)) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        return files;
    }

    @Test
    void every_target_has_seeds() throws IOException {
        for (Target target : Target.values()) {
            assertThat(files(target)).as(target.word()).hasSizeGreaterThan(4);
        }
    }

    @Test
    void finds_an_expression_with_another_value() {
        assertThat(Deviations.isExplained("1 + 1", "2", "3")).isFalse();
        assertThat(Deviations.isExplained("1 + 1", "2", "error: no")).isFalse();
        assertThat(Deviations.isExplained("1 + 1", "error: no", "2")).isFalse();
        assertThat(Deviations.isExplained("1 == 2", "true", "false")).isFalse();
        assertThat(Deviations.isExplained("0 == -0.0", "false", "true")).isTrue();
    }

    @Test
    void finds_what_takes_too_much_memory() {
        byte[][] kept = new byte[1][];

        var thrown =
                org.assertj.core.api.Assertions.catchThrowable(
                        () ->
                                Bounds.check(
                                        () -> kept[0] = Bounds.measured(() -> new byte[65 << 20])));

        assertThat(thrown).isInstanceOf(AssertionError.class).hasMessageContaining("KiB");
        assertThat(Arrays.hashCode(kept[0])).isNotZero();
    }

    @Test
    void reads_json_as_the_reference_does() {
        assertThat(Reference.parse("{\"a\":1.50}".getBytes(StandardCharsets.UTF_8)))
                .hasToString("{\"a\":1.5}");
        assertThat(Reference.parse("{\"a\":01}".getBytes(StandardCharsets.UTF_8))).isNull();
    }
}

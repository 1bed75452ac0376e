package io.millrace.seed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;

/** The table in docs/guarantees.md is fresh; with {@code -Ddocs=write} this test writes it. */
class FaultPageTest {

    @Test
    void every_fault_has_a_test_and_every_id_a_row() throws IOException {
        assertThat(FaultPage.read().problems()).isEmpty();
    }

    @Test
    void table_says_what_the_rows_and_the_tests_say() throws IOException {
        String page = FaultPage.read().written();
        if (System.getProperty("docs", "check").equals("write")) {
            Files.writeString(FaultPage.PAGE, page);
        }

        assertThat(Files.readString(FaultPage.PAGE))
                .as("stale table; see CONTRIBUTING.md")
                .isEqualTo(page);
    }
}

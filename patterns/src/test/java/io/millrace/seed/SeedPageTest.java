package io.millrace.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** docs/seed.md is fresh; with {@code -Ddocs=write} this test writes it. */
class SeedPageTest {

    @Test
    void every_row_has_a_test_and_every_id_a_row() throws IOException {
        assertThat(SeedPage.read().problems()).isEmpty();
    }

    @Test
    void page_says_what_the_table_and_the_tests_say() throws IOException {
        String page = SeedPage.read().markdown();
        if (System.getProperty("docs", "check").equals("write")) {
            Files.writeString(SeedPage.PAGE, page);
        }

        assertThat(Files.readString(SeedPage.PAGE))
                .as("stale page; see CONTRIBUTING.md")
                .isEqualTo(page);
    }

    @Test
    void table_refuses_a_line_that_is_no_row() {
        assertThatThrownBy(() -> SeedTable.parse(List.of("== A", "M001 | what the seed says")))
                .hasMessage("not a row: M001 | what the seed says");
    }
}

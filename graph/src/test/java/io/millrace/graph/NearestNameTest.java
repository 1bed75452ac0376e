package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class NearestNameTest {

    private static final List<String> KNOWN = List.of("count", "interval", "when_full", "to");

    @Test
    void slips_of_the_finger_are_found() {
        assertThat(NearestName.of("conut", KNOWN)).isEqualTo("count");
        assertThat(NearestName.of("cont", KNOWN)).isEqualTo("count");
        assertThat(NearestName.of("Interval", KNOWN)).isEqualTo("interval");
        assertThat(NearestName.of("when-full", KNOWN)).isEqualTo("when_full");
        assertThat(NearestName.question("intervall", KNOWN)).isEqualTo("did you mean 'interval'?");
    }

    @Test
    void other_words_are_not() {
        assertThat(NearestName.of("path", KNOWN)).isNull();
        assertThat(NearestName.of("x", KNOWN)).isNull();
        assertThat(NearestName.question("", KNOWN)).isNull();
    }
}

package io.millrace.components.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Document;
import io.millrace.testkit.ComponentTester;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class DelayTest {

    @Test
    void holds_each_item_for_its_time() throws Exception {
        var run =
                ComponentTester.of(Delay::new, new Delay.Config(Duration.ofMillis(250)))
                        .input(Document.of(1), Document.of(2), Document.of(3))
                        .run()
                        .finished();

        assertThat(run.texts()).containsExactly("1", "2", "3");
        assertThat(run.elapsed()).isEqualTo(Duration.ofMillis(750));
    }

    @Test
    void refuses_a_negative_time() {
        assertThatThrownBy(() -> new Delay.Config(Duration.ofMillis(-1)))
                .hasMessage("time: is negative");
    }
}

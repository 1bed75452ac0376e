package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class StandaloneComponentTest {

    /** Passes items on. */
    public static final class Pass implements Handler<Object> {

        /** Its options. */
        public record Config(@Doc("Its variant.") @Default("default") String variant) {}

        /** Creates one. */
        public Pass(@SuppressWarnings("unused") Config config) {}

        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
        }
    }

    /** Notes what is called. */
    static final class Noted implements Handler<Object> {
        private final List<String> calls;

        Noted(List<String> calls) {
            this.calls = calls;
        }

        @Override
        public void setup(Context context) {
            calls.add("setup of " + context.name());
        }

        @Override
        public void onItem(Object item, Output out) {}

        @Override
        public void onEnd(Output out) {
            calls.add("end");
        }

        @Override
        public void cleanup() {
            calls.add("cleanup");
        }
    }

    @Test
    @DisplayName("M091 a component has its name and variant")
    void has_name_and_variant() {
        var spec =
                Graph.builder("test")
                        .component("orders", Pass.class, Map.of("variant", "production"), Map.of())
                        .build()
                        .component("orders");

        var component = StandaloneComponent.of(spec);

        assertThat(component.name()).isEqualTo("orders");
        assertThat(component.variant()).isEqualTo("production");
        assertThat(StandaloneComponent.of(() -> new Noted(List.of())).variant())
                .isEqualTo("default");
    }

    @Test
    @DisplayName("M082 M092 set-up gives running, clean-up gives not running")
    void runs_from_setup_to_cleanup() throws Exception {
        var calls = new ArrayList<String>();
        var component = StandaloneComponent.of("orders", () -> new Noted(calls));

        assertThat(component.isRunning()).isFalse();
        component.setup();
        assertThat(component.isRunning()).isTrue();
        assertThat(component.status().state()).isEqualTo(Run.State.RUNNING);

        component.cleanup();
        component.cleanup();

        assertThat(component.isRunning()).isFalse();
        assertThat(component.status().state()).isEqualTo(Run.State.STOPPED);
        assertThat(calls).containsExactly("setup of orders", "end", "cleanup");
    }

    @Test
    void throws_what_setup_threw_and_cleans_up() {
        var cleaned = new ArrayList<String>();
        var component =
                StandaloneComponent.of(
                        "orders",
                        () ->
                                new Handler<>() {
                                    @Override
                                    public void setup(Context context) {
                                        throw new IllegalStateException("no server");
                                    }

                                    @Override
                                    public void onItem(Object item, Output out) {}

                                    @Override
                                    public void cleanup() {
                                        cleaned.add("cleanup");
                                    }
                                });

        assertThatThrownBy(component::setup)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no server");

        assertThat(component.isRunning()).isFalse();
        assertThat(cleaned).containsExactly("cleanup");
    }

    @Test
    void stops_a_source() throws Exception {
        var calls = new ArrayList<String>();
        var source =
                new Source() {
                    private Context context;

                    @Override
                    public void setup(Context context) {
                        this.context = context;
                    }

                    @Override
                    public void run(SourceOutput out) throws Exception {
                        while (!out.stopping()) {
                            context.sleep(Duration.ofHours(1));
                        }
                    }

                    @Override
                    public void cleanup() {
                        calls.add("cleanup");
                    }
                };
        var component = StandaloneComponent.of("ticks", () -> source);

        component.setup();
        assertThat(component.isRunning()).isTrue();
        component.cleanup();

        assertThat(calls).containsExactly("cleanup");
    }

    @Test
    void cannot_be_set_up_twice() throws Exception {
        var component = StandaloneComponent.of("orders", () -> new Noted(new ArrayList<>()));
        assertThatThrownBy(component::status).hasMessage("'orders' was not set up yet");
        component.setup();

        assertThatThrownBy(component::setup).hasMessage("'orders' was set up already");

        component.cleanup();
    }
}

package io.millrace.testkit;

import static io.millrace.testkit.Given.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.graph.BlueprintException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class GivenItemsTest {

    /** Marks documents with its variant. */
    public static final class Mark implements Handler<Document> {

        /** Its options. */
        public record Config(
                @Doc("Its variant.") @Default("plain") String variant,
                @Doc("How long it thinks.") @Default("0s") Duration pause) {}

        private final Config config;
        private Context context;

        /** Creates one. */
        public Mark(Config config) {
            this.config = config;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Document item, Output out) throws Exception {
            context.sleep(config.pause());
            out.send(item.edit().put("variant", config.variant()).build());
        }
    }

    /** Says so when an item has not come for a while. */
    static final class Watch implements Handler<String> {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
            context.startTimer("silence", Duration.ofSeconds(10));
        }

        @Override
        public void onItem(String item, Output out) throws Exception {
            context.startTimer("silence", Duration.ofSeconds(10));
            out.send(item);
        }

        @Override
        public void onTimer(String timer, Output out) throws Exception {
            out.send("silence");
        }
    }

    @Test
    @DisplayName("M081 a component is made of its class and its options by name")
    void binds_options_by_name() throws Exception {
        var tester = ComponentTester.of(Mark.class).input(Document.parse("{\"id\":1}"));

        assertThat(tester.run().texts()).containsExactly("{\"id\":1,\"variant\":\"plain\"}");
        assertThat(tester.config("variant", "x").run().texts())
                .containsExactly("{\"id\":1,\"variant\":\"x\"}");
        assertThatThrownBy(tester.config("varient", "x")::run)
                .isInstanceOf(BlueprintException.class)
                .hasMessageContaining("'varient'");
    }

    @Test
    @DisplayName("M084 items come from JSON, from a file of JSON lines, and from a generator")
    void takes_items_from_many_places(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("items.ndjson");
        Files.writeString(file, "{\"id\":4}\n\n{\"id\":5}\n");

        var run =
                ComponentTester.of(Mark.class)
                        .input(
                                Given.json("{\"id\":1}\n{\"id\":2}"),
                                Given.json("[\n{\"id\":3}\n]"),
                                Given.jsonLines(file),
                                Given.generated(2, n -> Document.object().put("id", n + 6).build()))
                        .run()
                        .finished();

        assertThat(run.output())
                .extracting(item -> ((Document) item).get("id"))
                .extracting(Object::toString)
                .containsExactly("1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    @DisplayName("M085 M093 timed items come at their virtual time")
    void sends_items_at_their_time() throws Exception {
        var run =
                ComponentTester.of(Watch::new)
                        .input("a", at("4s", "b", "c"), at("1h", "d"))
                        .run()
                        .finished();

        assertThat(run.output()).containsExactly("a", "b", "c", "silence", "d");
        assertThat(run.arrivals("output"))
                .extracting(Arrival::at)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(14),
                        Duration.ofHours(1));
        assertThat(run.elapsed()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    @DisplayName("M085 items at equal distances")
    void sends_items_at_equal_distances() throws Exception {
        var run =
                ComponentTester.of(Watch::new)
                        .input(Given.items("a", "b", "c").every("500ms").then(at("1m", "d")))
                        .run();

        assertThat(run.arrivals("output"))
                .extracting(arrival -> arrival.at().toMillis())
                .containsExactly(0L, 500L, 1000L, 11000L, 60000L);
        assertThatThrownBy(() -> at("soon", "x"))
                .hasMessage("'soon' is no duration such as 250ms or 10s");
    }

    @Test
    @DisplayName("M081 what every component takes is given by name, too")
    void takes_common_options() throws Exception {
        var run =
                ComponentTester.of(Mark.class)
                        .config("pause", "2s")
                        .option("rate_limit", java.util.Map.of("items", 1, "per", "10s"))
                        .input(Given.json("[{\"id\":1},{\"id\":2}]"))
                        .run(false);

        assertThat(run.arrivals("output"))
                .extracting(arrival -> arrival.at().toSeconds())
                .containsExactly(2L, 12L);
        assertThat(List.of(run.elapsed())).containsExactly(Duration.ofSeconds(12));
    }
}

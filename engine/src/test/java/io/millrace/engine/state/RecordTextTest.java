package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Document;
import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class RecordTextTest {

    private final TestKey key = new TestKey();
    private final StateTables states = new StateTables("test", 0, 1, key, TestTime.start());

    record Inner(boolean flag, @Nullable Instant time) {}

    @SuppressWarnings("ArrayRecordComponent") // it can be kept
    record Outer(long n, double x, char c, byte[] bytes, List<Inner> inner) {}

    private List<String> lines() throws IOException {
        var kept = new Kept();
        kept.write(states.freeze());
        var lines = new ArrayList<String>();
        for (var section : kept.records().entrySet()) {
            RecordText text = RecordText.of(section.getKey());
            for (var each : section.getValue().entrySet()) {
                lines.add(text.key(each.getKey()) + " " + text.value(each.getValue()));
            }
        }
        return lines;
    }

    @Test
    void records_are_read_by_their_schema_alone() throws IOException {
        var value =
                states.declare(
                        StateSpec.value("value", Outer.class)
                                .perKey()
                                .maxKeys(2)
                                .ttl(Duration.ofHours(1)));
        var map = states.declare(StateSpec.map("map", Instant.class, Document.class));
        var list = states.declare(StateSpec.list("list", String.class).perKey());

        key.now = "a";
        value.set(new Outer(1, 0.5, 'c', new byte[] {1}, List.of(new Inner(true, null))));
        list.add("first");
        key.now = null;
        list.add("second");
        map.put(Instant.EPOCH, Document.object().put("b", 1).build());

        assertThat(lines())
                .containsExactly(
                        """
                        {"key":"a"} {"n":1,"x":0.5,"c":"c","bytes":"AQ==","inner":[{"flag":true,"time":null}]}\
                        """,
                        """
                        {"entry":"1970-01-01T00:00:00Z"} {"b":1}\
                        """,
                        """
                        {"key":"a","index":0} "first\"\
                        """,
                        """
                        {"key":null,"index":0} "second\"\
                        """);
    }

    @Test
    void one_value_has_an_empty_key() throws IOException {
        states.declare(StateSpec.value("one", Long.class)).set(7L);

        assertThat(lines()).containsExactly("{} 7");
    }

    @Test
    void another_schema_is_refused() {
        for (String schema :
                List.of("", "value", "value thing", "map long -> ", "value {a: long", "set long")) {
            assertThatThrownBy(() -> RecordText.of(new Section("c", "s", 0, schema)))
                    .as(schema)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be read");
        }
    }
}

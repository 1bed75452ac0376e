package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Handler;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

class KeyOriginsTest {

    private static final Handler<Object> PASS = (item, out) -> out.send(item);

    @Test
    void keys_come_from_the_component_or_those_before_it() {
        Graph graph =
                Graph.builder("keys")
                        .component("a", () -> PASS)
                        .component("b", () -> PASS, Map.of("key", new FieldExpression("k")))
                        .component("c", () -> PASS)
                        .component("d", () -> PASS)
                        .component("e", () -> PASS, Map.of("key", new FieldExpression("n")))
                        .bind("a -> b -> c -> d -> e")
                        .bind("a -> d")
                        .build();

        Map<String, Set<String>> keys = KeyOrigins.of(graph);

        String k = new FieldExpression("k").text();
        assertThat(keys)
                .isEqualTo(
                        Map.of(
                                "a", Set.of(""),
                                "b", Set.of(k),
                                "c", Set.of(k),
                                "d", Set.of("", k),
                                "e", Set.of(new FieldExpression("n").text())));
    }
}

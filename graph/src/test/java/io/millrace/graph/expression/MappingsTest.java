package io.millrace.graph.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;
import io.millrace.api.Mapping;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class MappingsTest {

    private static final Document ITEM = Document.parse("{\"a\": 1, \"o\": {\"b\" : 2}}");

    private static Expression expression(String text) {
        return Expressions.compile(text, "item");
    }

    @Test
    void makes_an_object_in_the_order_of_its_fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("z", expression("item.a + 1"));
        fields.put("nested", Map.of("list", List.of(expression("item.o"), expression("\"x\""))));
        fields.put("constant", Document.of("c"));
        fields.put("item", expression("item"));

        Mapping mapping = Mappings.of(fields);

        assertThat(mapping.apply(ITEM, Current.NONE))
                .hasToString(
                        "{\"z\":2,\"nested\":{\"list\":[{\"b\" : 2},\"x\"]},\"constant\":\"c\","
                                + "\"item\":{\"a\": 1, \"o\": {\"b\" : 2}}}");
    }

    @Test
    void fails_when_a_leaf_fails() {
        Mapping mapping = Mappings.of(Map.of("x", expression("item.missing")));

        assertThatThrownBy(() -> mapping.apply(ITEM, Current.NONE))
                .isInstanceOf(ExpressionException.class)
                .hasMessageStartingWith("no field 'missing' in item");
    }

    @Test
    void fails_when_the_object_is_nested_too_deep() {
        String deepest = "[".repeat(Document.MAX_DEPTH) + "]".repeat(Document.MAX_DEPTH);
        Mapping mapping = Mappings.of(Map.of("x", expression("item")));

        assertThatThrownBy(() -> mapping.apply(Document.parse(deepest), Current.NONE))
                .isInstanceOf(ExpressionException.class);
        assertThatThrownBy(
                        () -> expression("[item]").evaluate(Document.parse(deepest), Current.NONE))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void refuses_what_is_no_part_of_a_mapping() {
        assertThatThrownBy(() -> Mappings.of(Map.of("x", "item.a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String");
    }
}

package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class RecordDocumentTest {

    private enum Colour {
        RED
    }

    private record Reading(long key, int small, double value, float single, String text) {}

    private record Boxes(
            @Nullable Long whole,
            @Nullable Double decimal,
            boolean yes,
            char letter,
            @Nullable Instant at,
            Colour colour) {}

    private record Inner(long id) {}

    private record Outer(Inner inner, Document any, byte tiny) {}

    private record Wrong(List<String> names) {}

    record Failing(long id) {
        @Override
        public long id() {
            throw new IllegalStateException("no number");
        }
    }

    private record Empty() {}

    private final Reading reading = new Reading(7, -1, 0.5, 1.5f, "a\"b");

    @Test
    void record_is_an_object_of_its_components() {
        Document document = Document.of(reading);

        assertThat(document)
                .hasToString(
                        """
                        {"key":7,"small":-1,"value":0.5,"single":1.5,"text":"a\\"b"}\
                        """);
        assertThat(document.kind()).isEqualTo(Document.Kind.OBJECT);
        assertThat(document.size()).isEqualTo(5);
        assertThat(document.weight()).isPositive();
    }

    @Test
    void fields_are_read_where_they_are() {
        Document document = Document.of(reading);
        int value = document.slot(Document.name("value"));
        int text = document.slot(Document.name("text"));

        assertThat(document.longAt(document.slot(Document.name("key")))).isEqualTo(7);
        assertThat(document.longAt(document.slot(Document.name("small")))).isEqualTo(-1);
        assertThat(document.doubleAt(document.slot(Document.name("small")))).isEqualTo(-1.0);
        assertThat(document.doubleAt(value)).isEqualTo(0.5);
        assertThat(document.kind(value)).isEqualTo(Document.Kind.FLOAT);
        assertThat(document.name(value)).isEqualTo("value");
        assertThat(document.textAt(text, Document.name("a\"b"))).isTrue();
        assertThat(document.textAt(text, Document.name("b"))).isFalse();
        assertThat(document.textAt(value, Document.name("b"))).isFalse();
        assertThat(document.get("text")).isEqualTo(Document.of("a\"b"));
        assertThat(document.get("none")).isNull();
        assertThat(document.slot(Document.name("none"))).isEqualTo(-1);
    }

    @Test
    void reads_as_what_was_parsed_of_it() {
        Document document = Document.of(reading);
        Document parsed = Document.parse(document.toString());

        assertThat(document).isEqualTo(parsed).hasSameHashCodeAs(parsed);
        assertThat(parsed).isEqualTo(document);
        assertThat(document).isNotEqualTo(Document.of(7)).isNotEqualTo(reading);
        for (int slot = 0; slot < parsed.size(); slot++) {
            assertThat(document.at(slot)).isEqualTo(parsed.at(slot));
            assertThat(document.kind(slot)).isEqualTo(parsed.kind(slot));
        }
    }

    @Test
    void boxes_times_and_enums_are_json_values() {
        assertThat(Document.of(new Boxes(1L, 2.5, true, 'x', Instant.EPOCH, Colour.RED)))
                .hasToString(
                        """
                        {"whole":1,"decimal":2.5,"yes":true,"letter":"x","at":"1970-01-01T00:00:00Z","colour":"RED"}\
                        """);
        assertThat(Document.of(new Boxes(null, Double.NaN, false, 'x', null, Colour.RED)))
                .hasToString(
                        """
                        {"whole":null,"decimal":null,"yes":false,"letter":"x","at":null,"colour":"RED"}\
                        """);
    }

    @Test
    void not_a_number_is_null_in_its_slot() {
        Document document = Document.of(new Reading(0, 0, Double.NaN, 0, ""));

        assertThat(document.kind(2)).isEqualTo(Document.Kind.NULL);
        assertThatThrownBy(() -> document.doubleAt(2)).isInstanceOf(DocumentException.class);
    }

    @Test
    void records_and_documents_are_nested() {
        Document document = Document.of(new Outer(new Inner(3), Document.parse("[1]"), (byte) 4));

        assertThat(document)
                .hasToString(
                        """
                        {"inner":{"id":3},"any":[1],"tiny":4}\
                        """);
    }

    @Test
    void is_part_of_other_documents() {
        Document document = Document.of(new Inner(3));

        assertThat(Document.array(List.of(document))).hasToString("[{\"id\":3}]");
        assertThat(Document.object().put("of", document).build())
                .hasToString("{\"of\":{\"id\":3}}");
        assertThat(document.edit().put("more", true).build())
                .hasToString("{\"id\":3,\"more\":true}");
        assertThat(Document.of(new Empty())).hasToString("{}");
    }

    @Test
    void wrong_kind_is_told_as_of_any_document() {
        Document document = Document.of(reading);

        assertThatThrownBy(document::asLong)
                .isInstanceOf(DocumentException.class)
                .hasMessage("expected an integer, found an object");
        assertThatThrownBy(() -> document.longAt(4))
                .isInstanceOf(DocumentException.class)
                .hasMessage("expected an integer, found a string");
        assertThatThrownBy(() -> document.longAt(5)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void component_that_is_no_json_value_is_refused() {
        assertThatThrownBy(() -> Document.of(new Wrong(List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Wrong.names: a List is no JSON value; what is: numbers");
    }

    @Test
    void component_that_fails_is_told() {
        assertThatThrownBy(() -> Document.of(new Failing(1)).longAt(0))
                .isInstanceOf(DocumentException.class)
                .hasMessage("Failing.id fails: no number");
    }
}

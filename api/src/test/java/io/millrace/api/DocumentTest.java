package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class DocumentTest {

    private static final Document FLIGHT =
            Document.parse(
                    """
                    {"origin":"TUS","delay":-5,"ratio":0.25,"ok":true,"none":null,\
                    "tags":["a","b"],"to":{"code":"LAX","miles":[1,2]}}\
                    """);

    @Test
    void reads_fields_by_name() {
        assertThat(FLIGHT.kind()).isEqualTo(Document.Kind.OBJECT);
        assertThat(FLIGHT.size()).isEqualTo(7);
        assertThat(field(FLIGHT, "origin").asString()).isEqualTo("TUS");
        assertThat(field(FLIGHT, "delay").asLong()).isEqualTo(-5);
        assertThat(field(FLIGHT, "delay").asDouble()).isEqualTo(-5.0);
        assertThat(field(FLIGHT, "ratio").asDouble()).isEqualTo(0.25);
        assertThat(field(FLIGHT, "ok").asBoolean()).isTrue();
        assertThat(field(FLIGHT, "none").kind()).isEqualTo(Document.Kind.NULL);
        assertThat(field(FLIGHT, "tags").at(1).asString()).isEqualTo("b");
        assertThat(field(field(FLIGHT, "to"), "miles").at(0).asLong()).isEqualTo(1);
        assertThat(FLIGHT.get("absent")).isNull();
        assertThat(Document.of(3).get("origin")).isNull();
    }

    @Test
    void reads_slots_without_making_documents_of_them() {
        assertThat(FLIGHT.slot(Document.name("absent"))).isEqualTo(-1);
        int origin = FLIGHT.slot(Document.name("origin"));
        assertThat(FLIGHT.name(origin)).isEqualTo("origin");
        assertThat(FLIGHT.kind(origin)).isEqualTo(Document.Kind.STRING);
        assertThat(FLIGHT.textAt(origin, Document.name("TUS"))).isTrue();
        assertThat(FLIGHT.textAt(origin, Document.name("TU"))).isFalse();
        assertThat(FLIGHT.longAt(FLIGHT.slot(Document.name("delay")))).isEqualTo(-5);
        assertThat(FLIGHT.doubleAt(FLIGHT.slot(Document.name("ratio")))).isEqualTo(0.25);
        assertThat(FLIGHT.booleanAt(FLIGHT.slot(Document.name("ok")))).isTrue();
    }

    @Test
    void edits_a_copy() {
        var edited =
                FLIGHT.edit()
                        .put("delay", 7)
                        .put("added", "new")
                        .remove("tags")
                        .remove("absent")
                        .rename("origin", "from")
                        .rename("to", "ratio")
                        .build();

        assertThat(edited)
                .hasToString(
                        """
                        {"from":"TUS","delay":7,"ok":true,"none":null,\
                        "ratio":{"code":"LAX","miles":[1,2]},"added":"new"}\
                        """);
        assertThat(FLIGHT.size()).isEqualTo(7);
    }

    @Test
    void builds_objects_and_arrays() {
        var built =
                Document.object()
                        .put("a", 1)
                        .put("b", 2.5)
                        .put("c", true)
                        .put("d", "x\n\"é€😀")
                        .put("e", Document.array(List.of(Document.ofNull(), Document.of(2))))
                        .put("f", Double.NaN)
                        .put("a", Long.MIN_VALUE)
                        .build();

        assertThat(built)
                .hasToString(
                        "{\"a\":-9223372036854775808,\"b\":2.5,\"c\":true,"
                                + "\"d\":\"x\\n\\\"é€😀\",\"e\":[null,2],\"f\":null}")
                .isEqualTo(Document.parse(built.toString()));
    }

    @Test
    void refuses_to_go_on_with_an_object_that_has_been_built() {
        var builder = Document.object().put("a", 1);
        var built = builder.build();

        assertThatThrownBy(() -> builder.put("b", 2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
        assertThat(built).hasToString("{\"a\":1}");
    }

    @Test
    void edits_an_object_of_many_fields() {
        var builder = Document.object();
        for (int i = 0; i < 100; i++) {
            builder.put("f" + i, i);
        }

        var edited = builder.build().edit();
        for (int i = 0; i < 90; i++) {
            edited.remove("f" + i);
        }
        var few = edited.rename("f95", "x").put("f99", "last").put("new", true).build();

        assertThat(few)
                .hasToString(
                        "{\"f90\":90,\"f91\":91,\"f92\":92,\"f93\":93,\"f94\":94,\"x\":95,"
                            + "\"f96\":96,\"f97\":97,\"f98\":98,\"f99\":\"last\",\"new\":true}");
        assertThat(field(few, "x").asLong()).isEqualTo(95);
        assertThat(few.get("f95")).isNull();
    }

    @Test
    void refuses_what_is_not_of_the_kind_asked_for() {
        assertThatThrownBy(() -> field(FLIGHT, "origin").asLong())
                .isInstanceOf(DocumentException.class)
                .hasMessage("expected an integer, found a string");
        assertThatThrownBy(() -> FLIGHT.at(7)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    static Document field(Document document, String name) {
        var value = document.get(name);
        assertThat(value).as(name).isNotNull();
        return value == null ? Document.ofNull() : value;
    }
}

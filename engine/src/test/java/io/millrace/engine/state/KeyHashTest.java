package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

class KeyHashTest {

    /** 65,536 texts that have the same {@code hashCode}. */
    private static List<String> alike() {
        List<String> texts = List.of("");
        for (int i = 0; i < 16; i++) {
            var longer = new ArrayList<String>(2 * texts.size());
            for (String text : texts) {
                longer.add(text + "Aa");
                longer.add(text + "BB");
            }
            texts = longer;
        }
        return texts;
    }

    static Stream<Function<String, Object>> keys() {
        return Stream.of(
                text -> text,
                text -> Document.object().put("of", text).build(),
                text -> Document.array(List.of(Document.of(text))));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void texts_made_to_have_one_hash_do_not(Function<String, Object> key) {
        List<Object> keys = alike().stream().map(key).toList();

        assertThat(keys.stream().map(Object::hashCode).distinct()).hasSize(1);
        assertThat(keys.stream().map(KeyHash::of).distinct().count()).isGreaterThan(65_500);
    }

    @Test
    void numbers_made_to_have_one_hash_do_not() {
        List<Long> keys = new ArrayList<>();
        for (long i = 0; i < 65_536; i++) {
            keys.add(i << 32 | i);
        }

        assertThat(keys.stream().map(Object::hashCode).distinct()).hasSize(1);
        assertThat(keys.stream().map(KeyHash::of).distinct().count()).isGreaterThan(65_500);
    }

    @Test
    void few_slots_are_looked_at_for_keys_made_to_collide() {
        var group = new Group(NoKey.NO_KEY, 0);

        for (String text : alike()) {
            group.add(new Cell(text, KeyHash.of(text)));
        }

        assertThat(group.farthest()).isLessThan(100);
    }

    @Test
    void equal_documents_have_one_hash() {
        Document one = Document.parse("{\"a\":[1,0.0,null],\"b\":\"\\u0041\"}");
        Document other = Document.parse("{\"b\":\"A\",\"a\":[1,-0.0,null]}");

        assertThat(one).isEqualTo(other);
        assertThat(KeyHash.of(one)).isEqualTo(KeyHash.of(other));
    }

    @Test
    void instance_of_a_key_is_the_same_in_every_process() {
        assertThat(KeyHash.instance("ann", 1_000)).isEqualTo(206);
    }
}

package io.millrace.api;

import static io.millrace.api.DocumentTest.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Documents against Jackson's tree, and against a map, on random text and random edits. */
class DocumentPropertyTest {

    private static final JsonMapper JACKSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);

    DocumentPropertyTest() {
        System.out.println("DocumentPropertyTest seed " + seed);
    }

    @Test
    void agrees_with_jackson_on_every_accessor() {
        for (int i = 0; i < 3000; i++) {
            var text = new RandomJson(random, false).document();
            assertSame(Document.parse(text), JACKSON.readTree(text), text);
        }
    }

    @Test
    void accepts_what_jackson_accepts_and_refuses_what_it_refuses() {
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = mutate(new RandomJson(random, false).document());
            // what is no UTF-8 must be refused whatever Jackson does, which reads some of it
            var text = decode(bytes);
            var expected = text == null ? null : jackson(text);
            if (expected != null && expected.isMissingNode()) {
                continue;
            }
            var actual = parse(bytes);
            var label = new String(bytes, StandardCharsets.UTF_8);

            assertThat(actual != null).as("seed %d: %s", seed, label).isEqualTo(expected != null);
            if (actual != null && expected != null) {
                accepted++;
                assertSame(actual, expected, label);
            } else {
                refused++;
            }
        }
        assertThat(accepted).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void built_and_parsed_forms_are_equal() {
        for (int i = 0; i < 2000; i++) {
            var text = new RandomJson(random, true).document();
            var parsed = Document.parse(text);

            var built = rebuilt(parsed);

            var again = Document.parse(built.toString());
            assertThat(built).as("seed %d: %s", seed, text).isEqualTo(parsed).isEqualTo(again);
            assertThat(built).hasSameHashCodeAs(parsed).hasSameHashCodeAs(again);
            assertThat(again).hasToString(built.toString());
            assertThat(parsed.toString()).doesNotContain("\n", "\r");
        }
    }

    @Test
    void edits_as_a_map_does() {
        for (int i = 0; i < 2000; i++) {
            editsAsAMapDoes();
        }
    }

    private void editsAsAMapDoes() {
        var parsed = Document.parse(new RandomJson(random, true).document());
        var model = new LinkedHashMap<String, Document>();
        var builder = Document.object();
        if (parsed.kind() == Document.Kind.OBJECT) {
            builder = parsed.edit();
            for (int slot = 0; slot < parsed.size(); slot++) {
                model.put(parsed.name(slot), parsed.at(slot));
            }
        }

        for (int i = random.nextInt(60); i > 0; i--) {
            edit(builder, model);
        }

        var built = builder.build();
        var names = new ArrayList<String>();
        for (int slot = 0; slot < built.size(); slot++) {
            names.add(built.name(slot));
        }
        assertThat(names).as("seed %d", seed).containsExactlyElementsOf(model.keySet());
        model.forEach((name, value) -> assertThat(field(built, name)).isEqualTo(value));
        assertThat(Document.parse(built.toString())).isEqualTo(built);
    }

    private void edit(Document.Builder builder, Map<String, Document> model) {
        var name = name(model);
        switch (random.nextInt(6)) {
            case 0 -> {
                builder.remove(name);
                model.remove(name);
            }
            case 1 -> {
                var to = name(model);
                builder.rename(name, to);
                rename(model, name, to);
            }
            case 2 -> {
                long number = random.nextLong() >> random.nextInt(64);
                builder.put(name, number);
                model.put(name, Document.of(number));
            }
            case 3 -> {
                double number = random.nextDouble(1000);
                builder.put(name, number);
                model.put(name, Document.of(number));
            }
            case 4 -> {
                var text = "text\n" + random.nextInt(100);
                builder.put(name, text);
                model.put(name, Document.of(text));
            }
            default -> {
                var value = Document.parse(new RandomJson(random, true).document());
                builder.put(name, value);
                model.put(name, value);
            }
        }
    }

    private String name(Map<String, Document> model) {
        var known = List.copyOf(model.keySet());
        return known.isEmpty() || random.nextInt(3) == 0
                ? Document.parse(new RandomJson(random, true).string()).asString()
                : known.get(random.nextInt(known.size()));
    }

    private static void rename(Map<String, Document> model, String from, String to) {
        if (!model.containsKey(from) || from.equals(to)) {
            return;
        }
        var before = new LinkedHashMap<>(model);
        before.remove(to);
        model.clear();
        before.forEach((name, value) -> model.put(name.equals(from) ? to : name, value));
    }

    private static Document rebuilt(Document document) {
        return switch (document.kind()) {
            case OBJECT -> {
                var builder = Document.object();
                for (int slot = document.size() - 1; slot >= 0; slot--) {
                    builder.put(document.name(slot), rebuilt(document.at(slot)));
                }
                yield builder.build();
            }
            case ARRAY -> {
                var elements = new ArrayList<Document>();
                for (int slot = 0; slot < document.size(); slot++) {
                    elements.add(rebuilt(document.at(slot)));
                }
                yield Document.array(elements);
            }
            case STRING -> Document.of(document.asString());
            case INTEGER -> Document.of(document.asLong());
            case FLOAT -> Document.of(document.asDouble());
            case BOOLEAN -> Document.of(document.asBoolean());
            case BIG, NULL -> document;
        };
    }

    private void assertSame(Document document, JsonNode node, String text) {
        var label = "seed " + seed + ": " + text;
        switch (document.kind()) {
            case OBJECT -> {
                assertThat(node.isObject()).as(label).isTrue();
                assertThat(document.size()).as(label).isEqualTo(node.size());
                int slot = 0;
                for (var entry : node.properties()) {
                    var name = wellFormed(entry.getKey());
                    assertThat(document.name(slot)).as(label).isEqualTo(name);
                    assertThat(document.slot(Document.name(name))).as(label).isEqualTo(slot);
                    assertSlot(document, slot, label);
                    assertSame(document.at(slot), entry.getValue(), text);
                    slot++;
                }
            }
            case ARRAY -> {
                assertThat(node.isArray()).as(label).isTrue();
                assertThat(document.size()).as(label).isEqualTo(node.size());
                for (int slot = 0; slot < node.size(); slot++) {
                    assertSlot(document, slot, label);
                    assertSame(document.at(slot), node.get(slot), text);
                }
            }
            case STRING ->
                    assertThat(document.asString())
                            .as(label)
                            .isEqualTo(wellFormed(node.stringValue()));
            case INTEGER -> assertThat(document.asLong()).as(label).isEqualTo(node.longValue());
            case FLOAT -> {
                assertThat(node.isFloatingPointNumber()).as(label).isTrue();
                assertThat(document.asDouble()).as(label).isEqualTo(node.doubleValue());
            }
            case BIG -> {
                var number = node.numberValue();
                assertThat(number instanceof BigInteger || Double.isInfinite(number.doubleValue()))
                        .as(label)
                        .isTrue();
            }
            case BOOLEAN ->
                    assertThat(document.asBoolean()).as(label).isEqualTo(node.booleanValue());
            case NULL -> assertThat(node.isNull()).as(label).isTrue();
        }
    }

    private static void assertSlot(Document document, int slot, String label) {
        var value = document.at(slot);
        assertThat(document.kind(slot)).as(label).isEqualTo(value.kind());
        switch (value.kind()) {
            case STRING -> {
                var text = value.asString();
                assertThat(document.textAt(slot, Document.name(text))).as(label).isTrue();
                assertThat(document.textAt(slot, Document.name(text + "x"))).as(label).isFalse();
            }
            case INTEGER -> assertThat(document.longAt(slot)).as(label).isEqualTo(value.asLong());
            case FLOAT -> assertThat(document.doubleAt(slot)).as(label).isEqualTo(value.asDouble());
            case BOOLEAN ->
                    assertThat(document.booleanAt(slot)).as(label).isEqualTo(value.asBoolean());
            case OBJECT, ARRAY, BIG, NULL ->
                    assertThat(document.textAt(slot, Document.name("x"))).as(label).isFalse();
        }
    }

    private byte[] mutate(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 1 + random.nextInt(2); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "{}[]\",:\\0-.eEutn \n".charAt(random.nextInt(18));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> bytes[at] = bytes[random.nextInt(bytes.length)];
            }
        }
        return bytes;
    }

    private static @Nullable String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    /**
     * Returns Jackson's tree; null if it is no JSON, and a missing node where Jackson is narrower.
     */
    private static @Nullable JsonNode jackson(String text) {
        try {
            var node = JACKSON.readTree(text);
            return node.isMissingNode() ? null : node;
        } catch (JacksonException e) {
            boolean halfInName = e.toString().contains("surrogate");
            return halfInName ? JACKSON.missingNode() : null;
        }
    }

    private static @Nullable Document parse(byte[] bytes) {
        try {
            return Document.parse(bytes);
        } catch (DocumentException _) {
            return null;
        }
    }

    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }
}

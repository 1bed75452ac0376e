package io.millrace.graph.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes random items, as a map of plain values, with fields missing now and then. */
final class RandomItems {

    private final SplittableRandom random;

    RandomItems(SplittableRandom random) {
        this.random = random;
    }

    Map<String, Object> item() {
        var item = new LinkedHashMap<String, Object>();
        put(item, "i", integer());
        put(item, "j", integer());
        put(item, "d", real());
        put(item, "e", real());
        put(item, "s", text());
        put(item, "r", text());
        put(item, "b", random.nextBoolean());
        put(item, "n", Null.NULL);
        put(item, "l", List.of(integer(), 1L, integer()));
        put(item, "w", List.of(text(), "b"));
        put(item, "m", Map.of("i", integer(), "d", real()));
        put(item, "o", Map.of("s", text(), "o", Map.of("i", 1L)));
        put(item, "any", any());
        put(item, "a", "of a");
        return item;
    }

    private void put(Map<String, Object> item, String name, Object value) {
        if (random.nextInt(12) > 0) {
            item.put(name, random.nextInt(15) == 0 ? pick("text", true, Null.NULL) : value);
        }
    }

    private Object any() {
        return switch (random.nextInt(6)) {
            case 0 -> integer();
            case 1 -> text();
            case 2 -> random.nextBoolean();
            case 3 -> new ArrayList<>(List.of("b", true, Map.of()));
            case 4 -> Map.of("abc", 1L, "i", "x");
            default -> Null.NULL;
        };
    }

    private Object integer() {
        return pick(0L, 1L, 2L, -1L, 12L, 100L, Long.MAX_VALUE, Long.MIN_VALUE);
    }

    private Object real() {
        return pick(0.0, 0.5, -1.25, 1e10, 2.0, 1e308);
    }

    private Object text() {
        return pick("", "a", "abc", "aBc", "12", " b ", "ä😀x", "a,b,a");
    }

    private Object pick(Object... values) {
        return values[random.nextInt(values.length)];
    }
}

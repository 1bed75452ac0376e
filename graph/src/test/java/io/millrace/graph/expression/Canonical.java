package io.millrace.graph.expression;

import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a value with its types, so that equal values give equal texts. */
final class Canonical {

    private Canonical() {}

    static String of(Object value) {
        return switch (Type.of(value)) {
            case LIST -> {
                var elements = new ArrayList<String>();
                for (int i = 0; i < Values.size(value); i++) {
                    elements.add(of(Values.element(value, i)));
                }
                yield elements.toString();
            }
            case MAP -> {
                var fields = new TreeMap<String, String>();
                Object keys = Values.elements(value);
                for (int i = 0; i < Values.size(keys); i++) {
                    Object key = Values.element(keys, i);
                    fields.put(of(key), of(Objects.requireNonNull(Values.find(value, key))));
                }
                yield fields.toString();
            }
            case OPTIONAL -> "optional " + ((Optional<?>) value).map(Canonical::of);
            default -> Type.of(value).word() + " " + value;
        };
    }
}

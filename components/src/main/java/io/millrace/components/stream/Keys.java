package io.millrace.components.stream;

import io.millrace.api.Document;

import java.util.List;

/** How deep a value may be, and what an item shows of a key. */
final class Keys {

    /** A value of fewer bytes cannot be nested too deep for a list in an object. */
    private static final int SURELY_FLAT = 2 * (Document.MAX_DEPTH - 4);

    private Keys() {}

    /** Fails if a value could not be put into a list that is a field of an item. */
    static void checkDepth(Document value) {
        if (value.weight() >= SURELY_FLAT) {
            Document.array(List.of(Document.array(List.of(value))));
        }
    }

    /** Returns a key as JSON: as it is where that is possible, else as its text. */
    static Document document(Object key) {
        return switch (key) {
            case Document d -> d;
            case Integer i -> Document.of((long) i);
            case Long l -> Document.of(l);
            case Double d -> Document.of(d);
            case Boolean b -> Document.of(b);
            default -> Document.of(key.toString());
        };
    }
}

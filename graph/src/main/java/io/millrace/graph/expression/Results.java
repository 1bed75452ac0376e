package io.millrace.graph.expression;

import io.millrace.api.Document;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the value of an expression into JSON. */
final class Results {

    /** The largest result, in bytes. */
    static final int MAX_BYTES = 1 << 20;

    private Results() {}

    /** Returns a value as JSON. */
    static Document document(Object value) {
        Document document = convert(value);
        if (document.weight() > MAX_BYTES) {
            throw new Failure("the result is larger than 1 MiB");
        }
        return document;
    }

    private static Document convert(Object value) {
        return switch (value) {
            case Document d -> d;
            case String s -> Document.of(s);
            case Long l -> Document.of(l);
            case Double d -> Document.of(d);
            case Boolean b -> Document.of(b);
            case Null _ -> Document.ofNull();
            case Instant t -> Document.of(t.toString());
            case Duration d -> Document.of(Times.text(d));
            case Bytes b -> Document.of(b.base64());
            case Type t -> Document.of(t.text());
            case List<?> l -> array(l);
            case Map<?, ?> m -> object(m);
            case Optional<?> o ->
                    convert(
                            o.orElseThrow(
                                    () ->
                                            new Failure(
                                                    "the result is an optional without a value; use"
                                                            + " .orValue(…)")));
            default -> throw new IllegalArgumentException(value.getClass().getName());
        };
    }

    private static Document array(List<?> values) {
        var elements = new ArrayList<Document>(values.size());
        for (Object value : values) {
            elements.add(convert(value));
        }
        return Document.array(elements);
    }

    private static Document object(Map<?, ?> values) {
        Document.Builder object = Document.object();
        values.forEach((key, value) -> object.put(key.toString(), convert(value)));
        return object.build();
    }
}

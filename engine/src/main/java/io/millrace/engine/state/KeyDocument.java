package io.millrace.engine.state;

import io.millrace.api.Document;

import java.util.ArrayList;
import java.util.stream.IntStream;

/** A document as it is written where it is a key: equal ones in one way. */
final class KeyDocument {

    private KeyDocument() {}

    static Document of(Document document) {
        return switch (document.kind()) {
            case OBJECT -> ofFields(document);
            case ARRAY -> ofElements(document);
            case STRING -> Document.of(document.asString());
            case INTEGER -> Document.of(document.asLong());
            case FLOAT -> Document.of(document.asDouble() + 0.0); // -0.0 as 0.0
            case BIG, BOOLEAN, NULL -> document;
        };
    }

    private static Document ofFields(Document object) {
        Document.Builder sorted = Document.object();
        IntStream.range(0, object.size())
                .boxed()
                .sorted((a, b) -> object.name(a).compareTo(object.name(b)))
                .forEach(slot -> sorted.put(object.name(slot), of(object.at(slot))));
        return sorted.build();
    }

    private static Document ofElements(Document array) {
        var elements = new ArrayList<Document>(array.size());
        for (int slot = 0; slot < array.size(); slot++) {
            elements.add(of(array.at(slot)));
        }
        return Document.array(elements);
    }
}

package io.millrace.components.stream;

import io.millrace.api.Document;

/**
 * An item that may make pairs; part of the state of {@link Joining}.
 *
 * @param item the item
 * @param time its event time, or when it came, in milliseconds since 1970
 * @param isMatched whether it has made one
 */
record Partner(Document item, long time, boolean isMatched) {}

package io.millrace.components.stream;

import io.millrace.api.Document;

import java.util.List;

/**
 * What is kept of one item until its window has ended; part of the state of {@link Windowing}.
 *
 * @param time when it was, in milliseconds since 1970
 * @param values the item, or what {@code collect} takes of it
 */
record Held(long time, List<Document> values) {}

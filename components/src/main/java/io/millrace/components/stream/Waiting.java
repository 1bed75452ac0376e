package io.millrace.components.stream;

import io.millrace.api.Document;
import io.millrace.api.TimeKind;

/**
 * An item that waits for its partner; part of the state of {@link Joining}.
 *
 * @param item the item
 * @param time its event time in milliseconds since 1970, or {@link
 *     io.millrace.api.Current#NO_TIMESTAMP}
 * @param clock by which clock its wait ends
 * @param until when it ends, in milliseconds since 1970; {@link Long#MAX_VALUE} for never
 */
record Waiting(Document item, long time, TimeKind clock, long until) {}

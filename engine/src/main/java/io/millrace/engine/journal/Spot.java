package io.millrace.engine.journal;

import io.millrace.api.Document;

import java.util.Objects;

/**
 * A place in a journal, before an item or behind the last.
 *
 * @param segment the number of the segment
 * @param offset in its file
 */
record Spot(long segment, long offset) implements Comparable<Spot> {

    static final Spot START = new Spot(0, 0);

    Document document() {
        return Document.object().put("segment", segment).put("offset", offset).build();
    }

    static Spot of(Document position) {
        return new Spot(
                Objects.requireNonNull(position.get("segment")).asLong(),
                Objects.requireNonNull(position.get("offset")).asLong());
    }

    @Override
    public int compareTo(Spot other) {
        int bySegment = Long.compare(segment, other.segment);
        return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
    }
}

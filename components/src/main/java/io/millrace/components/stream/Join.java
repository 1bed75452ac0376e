package io.millrace.components.stream;

import io.millrace.api.Context;
import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Output;
import io.millrace.api.TimeKind;

import org.jspecify.annotations.Nullable;

/** Which items make a pair, of those that have the current key. */
interface Join {

    /**
     * Takes an item.
     *
     * @param time its event time, or {@link Current#NO_TIMESTAMP}
     * @return whether it came in time
     */
    boolean take(Side side, Document item, long time, Output out) throws InterruptedException;

    /**
     * Does what is to be done when a time is reached.
     *
     * @param clock by which clock
     * @param time the time; {@link Long#MAX_VALUE} is the end of the input
     */
    void reached(TimeKind clock, long time, Output out) throws InterruptedException;

    /** Makes what leaves. */
    record Joined(Context context, Joining.Kind kind) {

        /** Returns whether an item of this input leaves alone if it has no partner. */
        boolean keeps(Side side) {
            return switch (kind) {
                case INNER -> false;
                case LEFT -> side == Side.LEFT;
                case OUTER -> true;
            };
        }

        /** Sends a pair. */
        void pair(Side side, Document item, Document other, long time, Output out)
                throws InterruptedException {
            out.send(joined(side, item, other, time));
        }

        /** Sends an item alone, or counts it. */
        void alone(Side side, Document item, long time, Output out) throws InterruptedException {
            if (keeps(side)) {
                out.send(joined(side, item, null, time));
            } else {
                context.drop("unmatched");
            }
        }

        private Document joined(Side side, Document item, @Nullable Document other, long time) {
            Document second = other == null ? Document.ofNull() : other;
            Object key = context.key();
            long at = time == Current.NO_TIMESTAMP ? context.clock().now().toEpochMilli() : time;
            return Document.object()
                    .put("join_key", key == null ? Document.ofNull() : Keys.document(key))
                    .put("left", side == Side.LEFT ? item : second)
                    .put("right", side == Side.LEFT ? second : item)
                    .put("joined_at", Aggregates.seconds(at))
                    .build();
        }
    }
}

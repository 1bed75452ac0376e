package io.millrace.components.stream;

import io.millrace.api.Document;
import io.millrace.api.Output;
import io.millrace.api.StateSpec;
import io.millrace.api.TimeKind;
import io.millrace.api.ValueState;

import java.time.Duration;
import java.util.Optional;

/** The right input is a table; each left item makes a pair with the row of its key. */
final class LookupJoin implements Join {

    private final Joined joined;
    private final ValueState<Document> table;

    LookupJoin(Joined joined, Optional<Duration> ttl, int maxKeys) {
        this.joined = joined;
        StateSpec<ValueState<Document>> spec =
                StateSpec.value(Joining.RIGHT, Document.class).perKey().maxKeys(maxKeys);
        table = joined.context().state(ttl.isPresent() ? spec.ttl(ttl.get()) : spec);
    }

    @Override
    public boolean take(Side side, Document item, long time, Output out)
            throws InterruptedException {
        if (side == Side.RIGHT) {
            table.set(item);
            return true;
        }
        Document row = table.get();
        if (row == null) {
            joined.alone(side, item, time, out);
        } else {
            joined.pair(side, item, row, time, out);
        }
        return true;
    }

    @Override
    public void reached(TimeKind clock, long time, Output out) {}
}

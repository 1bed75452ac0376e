package io.millrace.engine;

import io.millrace.api.Document;
import io.millrace.api.TransactionalSink.Sealed;
import io.millrace.engine.checkpoint.InstanceId;
import io.millrace.engine.state.Part;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one task gives to an epoch. Made on the task's thread, then read by others. */
final class Snapshot {

    final long epoch;
    final Map<InstanceId, Document> positions = new LinkedHashMap<>();
    final Map<InstanceId, Document> sealed = new LinkedHashMap<>();
    final List<Sealed> toForce = new ArrayList<>();
    final List<Part> changes = new ArrayList<>();
    final List<Part> base = new ArrayList<>();

    Snapshot(long epoch) {
        this.epoch = epoch;
    }

    /** Adds what another task gives. */
    void add(Snapshot other) {
        positions.putAll(other.positions);
        sealed.putAll(other.sealed);
        toForce.addAll(other.toForce);
        changes.addAll(other.changes);
        base.addAll(other.base);
    }
}

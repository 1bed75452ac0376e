package io.millrace.engine;

import io.millrace.api.Document;
import io.millrace.engine.checkpoint.CheckpointStore;
import io.millrace.engine.checkpoint.Epoch;
import io.millrace.engine.checkpoint.InstanceId;
import io.millrace.engine.checkpoint.Manifest;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The epochs of a run in its state folder: those since one was the newest there. */
final class StoredEpochs implements EpochLog {

    private final CheckpointStore store;
    private final Duration interval;
    private final @Nullable Manifest from;

    StoredEpochs(CheckpointStore store, Duration interval) {
        this.store = store;
        this.interval = interval;
        this.from = store.last();
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public long epoch() {
        return from == null ? 0 : from.epoch();
    }

    @Override
    public boolean isFinished() {
        return from != null && from.finished();
    }

    @Override
    public Map<InstanceId, Document> positions() {
        return from == null ? Map.of() : from.positions();
    }

    @Override
    public Map<InstanceId, Document> sealed() {
        return from == null ? Map.of() : from.sealed();
    }

    @Override
    public boolean wantsBase() {
        return store.wantsBase();
    }

    @Override
    public void restore(List<Instance> instances) {}

    @Override
    public void commit(Epoch epoch) {
        store.commit(epoch);
    }
}

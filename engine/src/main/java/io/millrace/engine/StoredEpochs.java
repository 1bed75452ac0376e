package io.millrace.engine;

import io.millrace.api.Document;
import io.millrace.api.ReplayableSource;
import io.millrace.api.TransactionalSink;
import io.millrace.engine.checkpoint.CheckpointStore;
import io.millrace.engine.checkpoint.Epoch;
import io.millrace.engine.checkpoint.InstanceId;
import io.millrace.engine.checkpoint.Manifest;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.engine.checkpoint.StateMatch;
import io.millrace.engine.checkpoint.StateMatch.StateName;
import io.millrace.engine.state.Restoration;
import io.millrace.engine.state.Section;
import io.millrace.engine.state.StateFormatException;
import io.millrace.engine.state.StateTables;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The epochs of a run in its state folder: those since one was the newest there. */
final class StoredEpochs implements EpochLog {

    private final CheckpointStore store;
    private final Duration interval;
    private final Set<String> dropped;
    private final @Nullable Manifest from;
    private Map<InstanceId, Document> positions;
    private Map<InstanceId, Document> sealed;

    /**
     * Creates one.
     *
     * @param dropped the states that may be lost
     */
    StoredEpochs(CheckpointStore store, Duration interval, Set<String> dropped) {
        this.store = store;
        this.interval = interval;
        this.dropped = dropped;
        this.from = store.last();
        this.positions = from == null ? Map.of() : from.positions();
        this.sealed = from == null ? Map.of() : from.sealed();
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
        return positions;
    }

    @Override
    public Map<InstanceId, Document> sealed() {
        return sealed;
    }

    @Override
    public boolean wantsBase() {
        return store.wantsBase();
    }

    @Override
    public void restore(List<Instance> instances) {
        if (from == null) {
            return;
        }
        var match = StateMatch.of(from, now(instances), dropped, store::isEmpty);
        positions = match.positions();
        sealed = match.sealed();
        if (!match.isUnchanged()) {
            store.requestBase();
        }
        Map<String, List<StateTables>> tables = new LinkedHashMap<>();
        for (Instance instance : instances) {
            tables.computeIfAbsent(instance.spec.name(), _ -> new ArrayList<>())
                    .add(instance.states);
        }
        var restoration = new Restoration(match::target, tables);
        store.restore(restoration::section);
        try {
            restoration.finish();
        } catch (StateFormatException e) {
            throw new StateException(
                    StateException.Code.STATE_CORRUPT,
                    "checkpoint " + from.epoch() + " is not whole: " + e.getMessage(),
                    e);
        }
    }

    private StateMatch.Now now(List<Instance> instances) {
        List<Section> states = new ArrayList<>();
        Map<StateName, String> earlierStates = new HashMap<>();
        Map<String, String> earlierComponents = new HashMap<>();
        Set<InstanceId> sources = new HashSet<>();
        Set<InstanceId> sinks = new HashSet<>();
        for (Instance instance : instances) {
            String name = instance.spec.name();
            states.addAll(instance.states.sections());
            instance.states
                    .earlierNames()
                    .forEach((state, was) -> earlierStates.put(new StateName(name, state), was));
            String was = instance.spec.options().renamedFrom();
            if (was != null) {
                earlierComponents.put(name, was);
            }
            if (instance.component instanceof ReplayableSource) {
                sources.add(instance.id());
            }
            if (instance.component instanceof TransactionalSink) {
                sinks.add(instance.id());
            }
        }
        return new StateMatch.Now(
                states, earlierStates, sources, sinks, earlierComponents, store.keys());
    }

    @Override
    public void commit(Epoch epoch) {
        store.commit(epoch);
    }
}

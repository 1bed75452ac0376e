package io.millrace.engine;

import io.millrace.api.Document;
import io.millrace.engine.checkpoint.Epoch;
import io.millrace.engine.checkpoint.InstanceId;
import io.millrace.engine.checkpoint.StateException;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a run goes on from, and what its epochs are added to. */
interface EpochLog {

    /** Returns how long after one epoch the next begins. */
    Duration interval();

    /** Returns the epoch that the run goes on from; 0 if it begins. */
    long epoch();

    /** Returns whether nothing comes after that epoch: all inputs had ended. */
    boolean isFinished();

    Map<InstanceId, Document> positions();

    Map<InstanceId, Document> sealed();

    /** Returns whether the next epoch is to have everything that the states hold. */
    boolean wantsBase();

    /**
     * Fills the states of components that are set up with what that epoch holds.
     *
     * @throws StateException if it does not fit
     */
    void restore(List<Instance> instances);

    /**
     * Makes an epoch durable.
     *
     * @throws StateException if it could not: to be called again if there was no room
     */
    void commit(Epoch epoch);
}

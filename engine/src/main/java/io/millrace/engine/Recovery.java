package io.millrace.engine;

import io.millrace.api.Document;
import io.millrace.engine.checkpoint.Epoch;
import io.millrace.engine.checkpoint.InstanceId;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a run goes on from, and where its epochs are kept. */
interface Recovery {

    /** Returns how long after one epoch the next begins. */
    Duration interval();

    /** Returns the epoch that it goes on from; 0 if it begins. */
    long epoch();

    Map<InstanceId, Document> positions();

    Map<InstanceId, Document> sealed();

    /** Whether the next epoch is to have everything that the states hold. */
    boolean wantsBase();

    /** Fills the states of tasks that are set up. */
    void restore(List<Task> tasks);

    /** Makes an epoch durable; to be called again if it throws. */
    void commit(Epoch epoch) throws IOException;
}

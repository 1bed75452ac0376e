package io.millrace.engine.checkpoint;

import io.millrace.api.Document;
import io.millrace.api.TransactionalSink.Sealed;
import io.millrace.engine.state.Part;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * All that one epoch commits.
 *
 * @param number its number, one more than that of the epoch before
 * @param finished whether nothing comes after it: all inputs have ended
 * @param positions where the sources go on
 * @param sealed what the transactional sinks publish
 * @param toForce what has to be durable before the commit
 * @param changes what has changed in the states since the epoch before
 * @param base everything the states hold; null if it was not asked for. Written in the background:
 *     later epochs then need no older file
 */
public record Epoch(
        long number,
        boolean finished,
        Map<InstanceId, Document> positions,
        Map<InstanceId, Document> sealed,
        List<Sealed> toForce,
        List<Part> changes,
        @Nullable List<Part> base) {}

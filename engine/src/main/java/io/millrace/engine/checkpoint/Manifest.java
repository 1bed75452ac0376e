package io.millrace.engine.checkpoint;

import io.millrace.api.Document;
import io.millrace.engine.state.Section;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What says that an epoch is committed: that its file has this name is the commit.
 *
 * @param system whose checkpoint it is
 * @param epoch the epoch's number
 * @param generation which start of the engine has written it
 * @param at when it was written, by the wall clock; for people only
 * @param finished whether nothing comes after it: all inputs have ended
 * @param positions where the sources go on
 * @param sealed what the transactional sinks publish
 * @param keys for each component, by what its state was kept; see {@link StateMatch.Now#keys}
 * @param files the files that hold the state, in the order in which they are to be read
 * @param previous the epoch committed before it; -1 if there was none
 * @param previousChecksum the CRC32C of that one's manifest
 * @since 0.2
 */
public record Manifest(
        String system,
        long epoch,
        long generation,
        Instant at,
        boolean finished,
        Map<InstanceId, Document> positions,
        Map<InstanceId, Document> sealed,
        Map<String, Set<String>> keys,
        List<StateFile> files,
        long previous,
        int previousChecksum) {

    /** What {@link #previous} is for the first. */
    static final long NONE = -1;

    static final String PREFIX = "manifest-";

    static String name(long epoch) {
        return PREFIX + epoch;
    }

    /** Returns all that its files have records of. */
    public Set<Section> sections() {
        return files.stream()
                .flatMap(file -> file.sections().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the name of its file. */
    public String name() {
        return name(epoch);
    }
}

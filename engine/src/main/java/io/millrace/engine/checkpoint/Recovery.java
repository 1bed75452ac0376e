package io.millrace.engine.checkpoint;

import io.millrace.engine.checkpoint.StateException.Code;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/** Finds the checkpoint to go on from, and clears away what a crash has left. */
final class Recovery {

    /** How many manifests are kept. */
    static final int KEPT = 3;

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");

    private final StateFolder folder;
    private final String system;

    Recovery(StateFolder folder, String system) {
        this.folder = folder;
        this.system = system;
    }

    /**
     * Returns the manifests that are kept, the oldest first; the last of them is the newest whose
     * files are all whole.
     *
     * @param mayFallBack whether an epoch whose checkpoint is damaged may be given up for the one
     *     before it
     */
    List<ManifestFile> choose(Set<String> names, LongPredicate mayFallBack) {
        List<Long> epochs = Names.manifests(names);
        for (int i = 0; i < epochs.size(); i++) {
            long epoch = epochs.get(i);
            try {
                ManifestFile chosen = verify(epoch);
                return withOlder(chosen, epochs.subList(i + 1, epochs.size()));
            } catch (StateException e) {
                if (e.code() != Code.STATE_CORRUPT) {
                    throw e;
                }
                boolean isLast = i + 1 == epochs.size();
                if (isLast || !mayFallBack.test(epoch)) {
                    throw refused(epoch, isLast, e);
                }
                LOG.warn(
                        "The checkpoint of epoch {} cannot be used, and the run goes on from epoch"
                                + " {}: what came after it is done again. {}",
                        epoch,
                        epochs.get(i + 1),
                        e.getMessage());
            }
        }
        return List.of();
    }

    /**
     * Returns no manifest, whatever there is.
     *
     * @throws StateException if it is another system's
     */
    List<ManifestFile> chooseNone(Set<String> names) {
        for (long epoch : Names.manifests(names)) {
            try {
                ManifestFile.read(folder, system, epoch);
            } catch (StateException e) {
                if (e.code() == Code.STATE_MISMATCH) {
                    throw e;
                }
                LOG.info("What is given up could not be read anyway. {}", e.getMessage());
            }
        }
        return List.of();
    }

    /**
     * Reads a checkpoint from the first byte to the last.
     *
     * @throws StateException if one is not as it was written
     */
    ManifestFile verify(long epoch) {
        ManifestFile found = ManifestFile.read(folder, system, epoch);
        for (StateFile file : found.manifest().files()) {
            RecordFile.verify(folder, system, file);
        }
        return found;
    }

    private static StateException refused(long epoch, boolean isLast, StateException e) {
        String advice =
                isLast
                        ? "There is no earlier checkpoint to go back to: put the files back from a"
                                + " copy, or begin anew with --fresh"
                        : "To go on from the checkpoint before it, and so to repeat what epoch %d has written, say --accept-duplicates epoch=%d"
                                .formatted(epoch, epoch);
        return new StateException(
                Code.STATE_CORRUPT,
                "the checkpoint of epoch %d cannot be used: %s. %s"
                        .formatted(epoch, e.getMessage(), advice),
                e);
    }

    private List<ManifestFile> withOlder(ManifestFile chosen, List<Long> older) {
        var kept = new ArrayList<ManifestFile>();
        kept.add(chosen);
        for (long epoch : older) {
            if (kept.size() == KEPT) {
                break;
            }
            try {
                kept.addFirst(ManifestFile.read(folder, system, epoch));
            } catch (StateException e) {
                LOG.warn("An older checkpoint cannot be used. {}", e.getMessage());
            }
        }
        return kept;
    }

    /** Returns the files that manifests need, with the manifests themselves. */
    static Set<String> needed(Iterable<ManifestFile> manifests) {
        Set<String> needed = new HashSet<>();
        for (ManifestFile one : manifests) {
            needed.add(one.manifest().name());
            one.manifest().files().forEach(file -> needed.add(file.name()));
        }
        return needed;
    }
}

package io.millrace.crashlab;

/** How often what was done to the product. */
final class Tally {

    int kills;
    int killsMidRun;
    int halts;
    int stops;
    int damages;
    int refusals;
    int changes;

    /** Rounds whose last run may have had something to go on from. */
    int resumable;

    /** Those of them that did go on, and did not begin anew. */
    int resumed;

    /** Adds another. */
    void add(Tally other) {
        kills += other.kills;
        killsMidRun += other.killsMidRun;
        halts += other.halts;
        stops += other.stops;
        damages += other.damages;
        refusals += other.refusals;
        changes += other.changes;
        resumable += other.resumable;
        resumed += other.resumed;
    }

    /**
     * Returns whether the kills have shown something: one that begins anew each time would lose
     * nothing either.
     */
    boolean hasShownResuming() {
        return resumed * 2 >= resumable;
    }

    @Override
    public String toString() {
        return "%d kills (%d after the first output, %d right after a force, rename or publication), %d stops, %d damaged folders (%d refused), %d changed blueprints; %d of %d last runs went on from a checkpoint"
                .formatted(
                        kills,
                        killsMidRun,
                        halts,
                        stops,
                        damages,
                        refusals,
                        changes,
                        resumed,
                        resumable);
    }
}

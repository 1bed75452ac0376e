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

    /** Starts that went on from a checkpoint. */
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
        resumed += other.resumed;
    }

    @Override
    public String toString() {
        return "%d kills (%d after the first output, %d right after a force, rename or publication), %d stops, %d damaged folders (%d refused), %d changed blueprints, %d starts that went on from a checkpoint"
                .formatted(kills, killsMidRun, halts, stops, damages, refusals, changes, resumed);
    }
}

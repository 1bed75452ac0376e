package io.millrace.engine.state;

/** A part being put together. */
abstract class Frozen implements Part {

    private final Section section;

    Frozen(Section section) {
        this.section = section;
    }

    @Override
    public final Section section() {
        return section;
    }

    /** Takes what has changed about this, as it was when the step began. */
    abstract void addChange(Tracked tracked);

    /** Takes what this was when the step began. */
    abstract void addAll(Tracked tracked);

    abstract boolean isEmpty();
}

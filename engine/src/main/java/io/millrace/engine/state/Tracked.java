package io.millrace.engine.state;

/** What is written by itself, so that its table tracks its changes. */
abstract class Tracked extends Node {

    /** Whether this is in the list of what has changed. */
    boolean changed;

    /** Whether it was when the step began; of what has changed since. */
    boolean changedBefore;

    Tracked(Object key, int hash) {
        super(key, hash);
    }

    /** Returns whether there is nothing in it any more. */
    abstract boolean isGone();

    /** Returns whether a checkpoint has something of it. */
    abstract boolean isSaved();

    /** Returns whether it has changed since the step began. */
    abstract boolean isInStep();

    /** Remembers how it is, for the step that has begun, before its first change there. */
    abstract void remember();

    /** Forgets how it was when the step began. */
    abstract void forget();
}

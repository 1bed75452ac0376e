package io.millrace.engine.state;

/** Stands for the key where there is none. */
record NoKey() {
    static final NoKey NO_KEY = new NoKey();
}

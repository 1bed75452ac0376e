package io.millrace.cli;

/** What the command's end says to the one who called it. */
final class ExitCode {

    /** All is well, also with dead letters, warnings or a closed pipe. */
    static final int OK = 0;

    /** The run failed, or did not end in time when it was told to. */
    static final int FAILED = 1;

    /** The blueprint or the command line is wrong. */
    static final int INVALID = 2;

    /** The surroundings are wrong: an input that is missing, a folder that cannot be written. */
    static final int ENVIRONMENT = 3;

    /** A second signal ended the run; the signal's number is added. */
    static final int SIGNAL = 128;

    private ExitCode() {}
}

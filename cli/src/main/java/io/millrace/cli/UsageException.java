package io.millrace.cli;

import org.jspecify.annotations.Nullable;

/** Says that the command line is wrong. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String help;

    /**
     * Creates one.
     *
     * @param message what is wrong
     * @param hint what was probably meant, or null
     * @param command the command whose help to point to; empty for the list of commands
     */
    UsageException(String message, @Nullable String hint, String command) {
        super(hint == null ? message : message + "; " + hint);
        this.help = command.isEmpty() ? "millrace --help" : "millrace " + command + " --help";
    }

    /** Returns the call that shows how it is done. */
    String help() {
        return help;
    }
}

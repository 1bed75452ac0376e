package io.millrace.cli;

import org.jspecify.annotations.Nullable;

/**
 * An option of a command.
 *
 * @param name its name with the dashes, as {@code --set}
 * @param value what its value is called in the help, or null if it takes none
 * @param meaning what it does, a phrase
 */
record Option(String name, @Nullable String value, String meaning) {

    static final Option HELP = new Option("--help", null, "show this text");
    static final Option JSON = new Option("--json", null, "write JSON, for programs");
    static final Option SET =
            new Option("--set", "NAME=VALUE", "set a parameter of the blueprint; may be repeated");
    static final Option VERBOSE =
            new Option("--verbose", null, "say more: more log lines, stack traces");

    /** Returns the option as the help shows it. */
    String usage() {
        return value == null ? name : name + " " + value;
    }
}

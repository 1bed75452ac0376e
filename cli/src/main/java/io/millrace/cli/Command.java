package io.millrace.cli;

import java.util.List;

/** One of the things that {@code millrace} can be told to do. */
interface Command {

    /** All of them, in the order of the help. */
    List<Command> ALL =
            List.of(
                    new RunCommand(),
                    new LintCommand(),
                    new TestCommand(),
                    new ListCommand(),
                    new ExplainCommand(),
                    new CrashCheckCommand(),
                    new NewCommand(),
                    new SchemaCommand(),
                    new DeadLettersListCommand(),
                    new DeadLettersShowCommand(),
                    new DeadLettersReplayCommand(),
                    new StateInspectCommand(),
                    new StateVerifyCommand(),
                    new StateExportCommand(),
                    new CompletionCommand());

    /** Returns the words that several commands' names begin with, each followed by another. */
    static List<String> groups() {
        return ALL.stream()
                .map(command -> command.usage().name())
                .filter(name -> name.contains(" "))
                .map(name -> name.substring(0, name.indexOf(' ')))
                .distinct()
                .toList();
    }

    /** Returns the commands of a group. */
    static List<Command> of(String group) {
        return ALL.stream().filter(c -> c.usage().name().startsWith(group + " ")).toList();
    }

    /** Returns the first words of all names. */
    static List<String> firstWords() {
        return ALL.stream()
                .map(command -> command.usage().name().replaceFirst(" .*", ""))
                .distinct()
                .toList();
    }

    /** Returns how it is called. */
    Usage usage();

    /**
     * Does it.
     *
     * @param arguments what it was told
     * @param terminal where to write
     * @return the exit code, one of {@link ExitCode}
     * @throws Exception what {@link Main} turns into a message and an exit code
     */
    int run(Arguments arguments, Terminal terminal) throws Exception;
}

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
                    new CompletionCommand());

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

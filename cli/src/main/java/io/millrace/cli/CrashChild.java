package io.millrace.cli;

import io.millrace.cli.crash.Trial;

import java.util.Arrays;

/** The entry point of the processes that {@code millrace crash-check} starts, to kill them. */
final class CrashChild {

    private CrashChild() {}

    /**
     * Runs a blueprint as a trial.
     *
     * @param words as for {@code millrace}, the first one {@code run}
     */
    public static void main(String[] words) {
        Command run = new RunCommand(Trial.ofProcess()::altered);
        System.exit(
                Main.run(run, Arrays.asList(words).subList(1, words.length), Terminal.system()));
    }
}

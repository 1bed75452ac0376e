package io.millrace.crashlab;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packaged product, started by its launcher as its users start it.
 *
 * @param launcher the file
 */
record Product(Path launcher) {

    /** Longer than any run of the lab takes, by far. */
    private static final int DEADLINE_SECONDS = 60;

    private static final int SIGKILL = 137;

    /**
     * What became of a process.
     *
     * @param exitCode its exit code; that of a SIGKILL also where the process halted itself
     * @param log the file with what it said
     */
    record Ended(int exitCode, Path log) {

        /** Returns whether it was killed. */
        boolean wasKilled() {
            return exitCode == SIGKILL;
        }

        /** Returns what it said. */
        String said() throws IOException {
            return Files.readString(log);
        }
    }

    /** The process did not end. */
    static final class Hangs extends IOException {
        private static final long serialVersionUID = 1;

        Hangs(Path log) {
            super("the process does not end; its log is " + log);
        }
    }

    /**
     * Runs a command in a folder, to its end or until it is killed.
     *
     * @param kill how it is to end, or null to leave it alone
     * @param log where what it says goes
     */
    Ended run(Path folder, List<String> words, @Nullable Kill kill, Path log)
            throws IOException, InterruptedException {
        var call = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        call.addAll(words);
        var builder =
                new ProcessBuilder(call)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        String halt =
                kill instanceof Kill.Halt(String what, int times)
                        ? "-Dmillrace.halt.after=" + what + ":" + times
                        : "";
        builder.environment().put("MILLRACE_JAVA_OPTS", halt);
        var state = Generations.of(folder);
        Process process = builder.start();
        try {
            switch (kill) {
                case Kill.After(int millis) -> {
                    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                        process.destroyForcibly();
                    }
                }
                case Kill.AtWork(int millis) -> {
                    state.awaitTaken(process);
                    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                        process.destroyForcibly();
                    }
                }
                case Kill.Terminate(int millis) -> {
                    state.awaitTaken(process);
                    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                        process.destroy();
                    }
                }
                case Kill.Halt _ -> {}
                case null -> {}
            }
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new Hangs(log);
            }
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), log);
    }
}

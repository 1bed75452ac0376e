package io.millrace.cli.crash;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts runs as processes like this one: the same java, the same jars.
 *
 * @param main the class to start
 * @param words what it is told
 * @param folder where its output goes
 * @param deadlineSeconds how long it may take
 */
record Child(Class<?> main, List<String> words, Path folder, long deadlineSeconds) {

    /** What a process that is killed leaves as its exit code. */
    static final int KILLED = 137;

    /** How a process is made to end before its time. */
    sealed interface Kill {}

    /** So long after its start. */
    record After(long millis) implements Kill {}

    /** Right after a call, for the n-th time. */
    record Halt(String call, int times) implements Kill {}

    /**
     * How a process has ended.
     *
     * @param exitCode its exit code
     * @param millis how long it took
     * @param err what it wrote to stderr
     */
    record Ended(int exitCode, long millis, String err) {}

    /**
     * Runs a process to its end.
     *
     * @param options for java
     * @param kill how it is to end, or null for its own end
     * @param out where its stdout goes
     */
    Ended run(List<String> options, @Nullable Kill kill, Path out)
            throws IOException, InterruptedException {
        var call = new ArrayList<String>();
        call.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (isForChildren(option)) {
                call.add(option);
            }
        }
        call.addAll(options);
        if (kill instanceof Halt(String what, int times)) {
            call.add("-Dmillrace.halt.after=" + what + ":" + times);
        }
        addMain(call);
        call.addAll(words);
        Path err = folder.resolve("stderr.txt");
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(call)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            if (kill instanceof After(long millis)
                    && !process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            if (!process.waitFor(deadlineSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return new Ended(
                        1,
                        millis(start),
                        "the run has not come to its end after %d s".formatted(deadlineSeconds));
            }
        } finally {
            process.destroyForcibly().onExit().join(); // where this command is ended itself
        }
        return new Ended(process.exitValue(), millis(start), text(err));
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static boolean isForChildren(String option) {
        return !option.startsWith("-agentlib:jdwp")
                && !option.startsWith("-XX:AOTCacheOutput")
                && !option.startsWith("-Dmillrace.std");
    }

    private void addMain(List<String> call) {
        String modules = System.getProperty("jdk.module.path");
        String module = main.getModule().getName();
        if (modules != null && module != null) {
            call.addAll(List.of("-p", modules, "-m", module + "/" + main.getName()));
        } else {
            call.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        }
    }

    /** Returns what a file holds, whatever its bytes are. */
    static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}

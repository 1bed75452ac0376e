package io.millrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged product, started as its users start it: as a process of its own. */
final class Product {

    /** The project's folder. */
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final long DEADLINE_SECONDS = 60;

    private Product() {}

    /**
     * What a process left behind.
     *
     * @param exitCode its exit code
     * @param out what it wrote to stdout
     * @param err what it wrote to stderr
     */
    record Ended(int exitCode, String out, String err) {}

    /** Returns a call of the command by java, in the project's folder. */
    static ProcessBuilder java(String... words) {
        return java(List.of(), words);
    }

    /** Returns a call of the command by java with more options for it. */
    static ProcessBuilder java(List<String> options, String... words) {
        var call =
                new ArrayList<>(
                        List.of(executable(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        call.addAll(options);
        call.addAll(List.of("-cp", String.join(":", jars()), "io.millrace.cli.Main"));
        call.addAll(List.of(words));
        return in(HOME, call);
    }

    /** Returns a call of the launcher, as a shell would make it. */
    static ProcessBuilder launcher(String... words) {
        var call = new ArrayList<>(List.of("/bin/sh", HOME.resolve("millrace").toString()));
        call.addAll(List.of(words));
        return in(HOME, call);
    }

    /** Returns a call of any command. */
    static ProcessBuilder in(Path folder, List<String> call) {
        var process = new ProcessBuilder(call).directory(folder.toFile());
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment()
                .keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "MILLRACE_JAVA_OPTS"));
        return process;
    }

    /** Runs a process with this as its stdin, to its end. */
    static Ended run(ProcessBuilder builder, String stdin) {
        try {
            Process process = builder.start();
            try (var in = process.getOutputStream()) {
                in.write(stdin.getBytes(StandardCharsets.UTF_8));
            }
            return end(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a process with nothing as its stdin, to its end. */
    static Ended run(ProcessBuilder builder) {
        return run(builder, "");
    }

    /** Waits for a process's end. */
    static Ended end(Process process) {
        return end(process, DEADLINE_SECONDS);
    }

    /** Waits for a process's end, for so long. */
    static Ended end(Process process, long seconds) {
        var out = text(process.getInputStream());
        var err = text(process.getErrorStream());
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running; stderr: " + err.join());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError(e);
        }
        return new Ended(process.exitValue(), out.join(), err.join());
    }

    private static CompletableFuture<String> text(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    /** Returns the jars of the product, the command's first. */
    static List<String> jars() {
        Path jar = Path.of(System.getProperty("millrace.jar"));
        try (Stream<Path> lib = Files.list(jar.resolveSibling("lib"))) {
            return Stream.concat(Stream.of(jar), lib.sorted())
                    .map(Path::toString)
                    .filter(path -> path.endsWith(".jar"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the java that the tests run on. */
    static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}

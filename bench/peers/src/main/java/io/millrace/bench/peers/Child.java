package io.millrace.bench.peers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A process that is measured from outside; what it took is read from Linux's {@code /proc}. */
final class Child {

    private static final long PATIENCE_SECONDS = 300;
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final double TICKS_PER_SECOND = 100;
    private static final int CPU_OF_CHILDREN = 13; // fields of /proc/self/stat behind the name

    private final ProcessBuilder builder;
    private final Path log = Workspace.file("child.log");

    /**
     * What a process took.
     *
     * @param seconds from its start to its end
     * @param cpuSeconds of all its threads
     * @param peakMegabytes its largest resident set
     */
    record Cost(double seconds, double cpuSeconds, double peakMegabytes) {}

    private Child(List<String> command) {
        builder = new ProcessBuilder(command).redirectError(log.toFile());
    }

    static Child of(String... command) {
        return new Child(List.of(command));
    }

    /**
     * Returns a main class of this module, in the Java that runs this.
     *
     * @param jars what the names of the jars that it needs begin with; none for all
     */
    static Child java(Class<?> main, List<String> jars, List<String> options, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(jars), main.getName()));
        command.addAll(List.of(args));
        return new Child(command);
    }

    private static String classPath(List<String> jars) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(path -> jars.isEmpty() || jars.stream().anyMatch(isIn(path)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Predicate<String> isIn(String path) {
        return jar -> path.substring(path.lastIndexOf(File.separatorChar) + 1).startsWith(jar);
    }

    /** Sets an environment variable. */
    Child with(String variable, String value) {
        builder.environment().put(variable, value);
        return this;
    }

    /** Runs it to its end and returns the figures that it prints, one a line. */
    Map<String, Double> figures() throws IOException, InterruptedException {
        Process process = builder.start();
        Map<String, Double> figures = new LinkedHashMap<>();
        try (var lines = process.inputReader()) {
            for (String line; (line = lines.readLine()) != null; ) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    figures.put(line.substring(0, tab), Double.valueOf(line.substring(tab + 1)));
                }
            }
        }
        awaitSuccess(process);
        return figures;
    }

    /** Runs it to its end and returns what it took; its output goes to a file. */
    Cost cost(Path output) throws IOException, InterruptedException {
        double cpuBefore = cpuOfChildren();
        long begin = System.nanoTime();
        Process process = builder.redirectOutput(Redirect.to(output.toFile())).start();
        double peak = 0;
        while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peakMegabytes(process));
        }
        double seconds = (System.nanoTime() - begin) * 1e-9;
        awaitSuccess(process);
        return new Cost(seconds, cpuOfChildren() - cpuBefore, peak);
    }

    /** Runs it to its end and returns after how many milliseconds its first output came. */
    double millisToFirstOutput() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            int first = output.read();
            double millis = (System.nanoTime() - begin) * 1e-6;
            output.transferTo(OutputStream.nullOutputStream());
            awaitSuccess(process);
            if (first < 0) {
                throw new IOException("it printed nothing");
            }
            return millis;
        }
    }

    private void awaitSuccess(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("no end after " + PATIENCE_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
            String why = Files.readString(log).lines().findFirst().orElse("it says nothing");
            throw new IOException("exit code " + process.exitValue() + ": " + why);
        }
    }

    /** Returns the processor time of all children that have ended, in seconds. */
    private static double cpuOfChildren() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[CPU_OF_CHILDREN])
                        + Long.parseLong(fields[CPU_OF_CHILDREN + 1]))
                / TICKS_PER_SECOND;
    }

    private static double peakMegabytes(Process process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/status"))
                            .lines()
                            .filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .max()
                            .orElse(0)
                    / 1024.0;
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }
}

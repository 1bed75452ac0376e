package io.millrace.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** How long it takes until a run that goes on from a checkpoint has its first item. */
final class RecoveryWork {

    /** What the launcher gives Java. */
    private static final List<String> JAVA =
            List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC");

    private final int megabytes;
    private boolean isFilled;

    private RecoveryWork(int megabytes) {
        this.megabytes = megabytes;
    }

    /** Returns how to measure, by the size of the state. */
    static Map<String, Trial> trials(boolean smoke) {
        Map<String, Trial> trials = new LinkedHashMap<>();
        for (int megabytes : smoke ? new int[] {1} : new int[] {10, 100, 1_000}) {
            var work = new RecoveryWork(megabytes);
            trials.put(String.format(Locale.ROOT, "%,d MB of state", megabytes), work::measure);
        }
        return trials;
    }

    private Map<String, Double> measure() throws IOException, InterruptedException {
        Path folder = Workspace.file("recovery-" + megabytes);
        if (!isFilled) {
            delete(folder);
            recovering(folder, Recovering.FILL).figures();
            isFilled = true;
        }
        long begin = System.currentTimeMillis();
        var figures = new HashMap<>(recovering(folder, Recovering.GO_ON).figures());
        figures.computeIfPresent("first item at", (_, at) -> at - begin);
        figures.put("ms with start", figures.remove("first item at"));
        figures.put("file MB", bytes(folder) * 1e-6);
        return figures;
    }

    private Child recovering(Path folder, String what) {
        return Child.java(
                Recovering.class, List.of(), JAVA, folder.toString(), "" + megabytes, what);
    }

    private static double bytes(Path folder) throws IOException {
        double bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

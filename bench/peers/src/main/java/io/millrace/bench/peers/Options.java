package io.millrace.bench.peers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The command line.
 *
 * @param workloads what is measured
 * @param peer what the names of the peers that take part begin with, in lower case
 * @param rounds how often each is measured
 * @param smoke whether sizes are tiny, to see that all works
 */
record Options(List<Workload> workloads, String peer, int rounds, boolean smoke) {

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException says what is wrong
     */
    static Options of(String... args) {
        List<Workload> only = new ArrayList<>();
        String peer = "";
        int rounds = 0;
        boolean smoke = false;
        boolean growth = false;
        var rest = new ArrayDeque<>(Arrays.asList(args));
        while (!rest.isEmpty()) {
            String option = rest.remove();
            switch (option) {
                case "--only" -> only.addAll(workloads(valueOf(option, rest)));
                case "--peer" -> peer = valueOf(option, rest).toLowerCase(Locale.ROOT);
                case "--rounds" -> rounds = number(option, valueOf(option, rest));
                case "--smoke" -> smoke = true;
                case "--growth" -> growth = true;
                default -> throw new IllegalArgumentException("no option " + option);
            }
        }
        if (only.isEmpty()) {
            for (Workload workload : Workload.values()) {
                if (smoke || workload.isGrowth() == growth) {
                    only.add(workload);
                }
            }
        }
        return new Options(only, peer, rounds > 0 ? rounds : smoke ? 1 : 3, smoke);
    }

    private static String valueOf(String option, ArrayDeque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.remove();
    }

    private static int number(String option, String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(
                    "%s needs a number from 1, not '%s'".formatted(option, text));
        }
        return Integer.parseInt(text);
    }

    private static List<Workload> workloads(String keys) {
        List<Workload> found = new ArrayList<>();
        for (String key : keys.split(",", -1)) {
            List<Workload> called =
                    Arrays.stream(Workload.values()).filter(one -> one.isCalled(key)).toList();
            if (called.isEmpty()) {
                throw unknown(key);
            }
            found.addAll(called);
        }
        return found;
    }

    private static IllegalArgumentException unknown(String key) {
        return new IllegalArgumentException(
                "no workload "
                        + key
                        + "; there are "
                        + Arrays.stream(Workload.values())
                                .map(Workload::key)
                                .collect(Collectors.joining(", ")));
    }
}

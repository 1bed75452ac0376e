package io.millrace.fuzz;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What is fuzzed. */
public enum Target {
    /** The text of a blueprint, up to a graph. */
    BLUEPRINT("io.millrace.**:org.snakeyaml.**"),
    /** An expression, and the item it is evaluated on. */
    EXPRESSION("io.millrace.**"),
    /** Lines of JSON, as a source reads them. */
    JSON("io.millrace.**"),
    /** A CSV file, as a source reads it. */
    CSV("io.millrace.**"),
    /** The files of a checkpoint. */
    CHECKPOINT("io.millrace.**");

    /** Tries one input. */
    @FunctionalInterface
    interface Check {
        /** Throws an {@link AssertionError}, or what escaped, if the input is dealt with badly. */
        void check(byte[] input) throws Exception;
    }

    private static final Map<Target, Check> CHECKS = new EnumMap<>(Target.class);

    private final String packages;

    Target(String packages) {
        this.packages = packages;
    }

    /** Returns the packages whose branches guide the search, with ':' between. */
    String packages() {
        return packages;
    }

    /** Returns the name of its folders and files, and on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Target of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Tries one input, within the bounds of time and memory. */
    void run(byte[] input) throws Exception {
        Check check = CHECKS.computeIfAbsent(this, Target::check);
        Bounds.check(() -> check.check(input));
    }

    private static Check check(Target target) {
        return switch (target) {
            case BLUEPRINT -> new BlueprintCheck();
            case EXPRESSION -> new ExpressionCheck();
            case JSON -> new JsonCheck();
            case CSV -> new CsvCheck();
            case CHECKPOINT -> new CheckpointCheck();
        };
    }
}

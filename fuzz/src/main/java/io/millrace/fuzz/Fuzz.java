package io.millrace.fuzz;

import com.code_intelligence.jazzer.Jazzer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts Jazzer on one target. */
public final class Fuzz {

    private static final String TARGET = "millrace.fuzz.target";

    /** A user's pattern and a user's path are what expressions and blueprints are made of. */
    private static final String NOT_FAULTS =
            "com.code_intelligence.jazzer.sanitizers.RegexInjection:"
                    + "com.code_intelligence.jazzer.sanitizers.FilePathTraversal:"
                    + "com.code_intelligence.jazzer.sanitizers.Deserialization:"
                    + "com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery";

    /** Set by the first input, since Jazzer makes no object of this class. */
    private static final class Chosen {
        static final Target TARGET_OF_THIS_RUN = Target.of(System.getProperty(TARGET, ""));
    }

    private Fuzz() {}

    /**
     * Fuzzes a target for a time.
     *
     * @param args the module's folder, how many seconds, the target's name, and options of
     *     libFuzzer
     */
    public static void main(String[] args) throws Exception {
        Path module = Path.of(args[0]);
        Target target = Target.of(args[2]);
        System.setProperty(TARGET, target.word());
        Path work = Files.createDirectories(module.resolve("target/fuzz").resolve(target.word()));
        var options = new ArrayList<String>();
        options.add("--target_class=" + Fuzz.class.getName());
        options.add("--instrumentation_includes=" + target.packages());
        options.add("--custom_hook_excludes=java.**");
        options.add("--disabled_hooks=" + NOT_FAULTS);
        options.add("--reproducer_path=" + work);
        options.add("-artifact_prefix=" + work + "/");
        options.add("-max_total_time=" + args[1]);
        options.add("-max_len=8192");
        options.add("-timeout=30");
        options.add("-rss_limit_mb=0");
        options.add("-print_final_stats=1");
        options.add("-dict=" + module.resolve("src/main/dictionaries/" + target.word() + ".dict"));
        options.addAll(List.of(args).subList(3, args.length));
        options.add(Files.createDirectories(work.resolve("corpus")).toString());
        for (Path folder : inputs(module, target)) {
            options.add(folder.toString());
        }
        Jazzer.main(options.toArray(String[]::new));
    }

    /** Returns the folders with inputs that are kept in the source tree. */
    static List<Path> inputs(Path module, Target target) throws IOException {
        var folders = new ArrayList<Path>();
        for (String kind : List.of("seeds", "crashers")) {
            Path folder = module.resolve("src/main").resolve(kind).resolve(target.word());
            if (Files.isDirectory(folder)) {
                folders.add(folder);
            }
        }
        if (target == Target.BLUEPRINT) {
            folders.add(module.resolve("../blueprint/src/test/resources/blueprints"));
        }
        return folders;
    }

    /** Called by Jazzer, again and again. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Chosen.TARGET_OF_THIS_RUN.run(input);
    }
}

package io.millrace.bench.peers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are; {@code bench/compare} says it. */
final class Workspace {

    /** The checkout. */
    static final Path HOME = Path.of(System.getProperty("home", "."));

    private static final Path WORK = HOME.resolve("bench/peers/target/compare");

    private Workspace() {}

    /** Returns a file that a comparison makes. */
    static Path file(String name) {
        return WORK.resolve(name);
    }

    /** Returns a blueprint of this module. */
    static String blueprint(String name) {
        return HOME.resolve("bench/peers/blueprints/" + name).toString();
    }

    /**
     * Returns where a program is.
     *
     * @throws MissingPeer if it is not installed
     */
    static String installed(String program) throws MissingPeer {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return Path.of(folder, program).toString();
            }
        }
        throw new MissingPeer("not installed");
    }

    /** Returns the command. */
    static String millrace() {
        return HOME.resolve("millrace").toString();
    }
}

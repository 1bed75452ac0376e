package io.millrace.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;

import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Finds the threads, files and sockets of this process that were not there before.
 *
 * <p>Threads, virtual ones too, are told by their numbers, which only rise. Files and sockets are
 * read from {@code /proc/self/fd}; where there is none, they are not looked at, which is logged.
 */
final class Leaks {

    private static final Logger LOG = LoggerFactory.getLogger(Leaks.class);
    private static final AtomicBoolean SAID = new AtomicBoolean();
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final Path NETWORK = Path.of("/proc/self/net");
    private static final long LOOK_NANOS = 500_000;

    /** What the JDK opens for itself and keeps. */
    private static final Pattern OWN_FILE =
            Pattern.compile(
                    "/(proc|dev|sys)/.*|(pipe|anon_inode):.*|.*\\.(jar|jmod|so)|.*/modules");

    /** What the JDK and the tools that run tests start for themselves and keep. */
    private static final Pattern OWN_THREAD =
            Pattern.compile(
                    "ForkJoinPool-1-.*|ForkJoinPool\\.commonPool-.*|VirtualThread-.*"
                            + "|.*-Poller|process reaper.*|Attach Listener|Common-Cleaner"
                            + "|Cleaner-\\d+|junit-.*|surefire-.*|C[12] CompilerThread\\d+|");

    private final long first = newThreadId();
    private final Map<String, String> before = openFiles();
    private int looks;

    private Leaks() {}

    /** Notes what there is now. */
    static Leaks since() {
        return new Leaks();
    }

    /**
     * Waits until nothing is left that was not there before.
     *
     * @param who who was to leave nothing, as the message names it
     * @param started how many threads were started since that are known to have ended
     * @param within how long to wait
     * @param meanwhile done again and again while waiting
     * @throws AssertionError if something is left then; it names all of it
     */
    void assertNone(String who, int started, Duration within, Runnable meanwhile) {
        long begin = System.nanoTime();
        List<String> left = left(started);
        while (!left.isEmpty()) {
            if (System.nanoTime() - begin > within.toNanos()) {
                throw new AssertionError(who + " left behind: " + String.join(", ", left));
            }
            meanwhile.run();
            LockSupport.parkNanos(LOOK_NANOS);
            left = left(started);
        }
    }

    private List<String> left(int started) {
        var left = new ArrayList<String>();
        long used = newThreadId() - first - 1;
        if (used > started + looks) { // looking for threads is slow: only if there were others
            left.addAll(threadsSince(first));
        }
        looks++;
        openFiles()
                .forEach(
                        (number, file) -> {
                            if (!file.equals(before.get(number))) {
                                left.add(shown(file));
                            }
                        });
        left.removeIf(String::isEmpty);
        return left;
    }

    /** Makes a thread that is never started, for its number. */
    private static long newThreadId() {
        return Thread.ofVirtual().unstarted(() -> {}).threadId();
    }

    private static List<String> threadsSince(long first) {
        var left = new ArrayList<String>();
        Document containers = field(field(dump(), "threadDump"), "threadContainers");
        for (int i = 0; i < containers.size(); i++) {
            Document threads = field(containers.at(i), "threads");
            for (int j = 0; j < threads.size(); j++) {
                Document thread = threads.at(j);
                String name = field(thread, "name").asString();
                long id = Long.parseLong(field(thread, "tid").asString());
                boolean isOwn = !name.isEmpty() && OWN_THREAD.matcher(name).matches();
                if (id > first && !isOwn) {
                    left.add("thread '" + (name.isEmpty() ? "#" + id : name) + "'");
                }
            }
        }
        return left;
    }

    private static Document field(Document object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    /** Returns all threads of the process: no other way shows the virtual ones. */
    private static Document dump() {
        var bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            Path folder = Files.createTempDirectory("millrace");
            Path file = folder.resolve("threads.json");
            try {
                bean.dumpThreads(file.toString(), ThreadDumpFormat.JSON);
                return Document.parse(Files.readAllBytes(file));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the threads cannot be listed", e);
        }
    }

    /** Returns what is open, by its number, without what the JDK keeps open. */
    private static Map<String, String> openFiles() {
        var open = new TreeMap<String, String>();
        if (!Files.isDirectory(OPEN)) {
            if (SAID.compareAndSet(false, true)) {
                LOG.warn("Files and sockets left open are not looked for: there is no {}.", OPEN);
            }
            return open;
        }
        try (DirectoryStream<Path> numbers = Files.newDirectoryStream(OPEN)) {
            for (Path number : numbers) {
                String file = target(number);
                if (file != null && !OWN_FILE.matcher(file).matches()) {
                    open.put(number.getFileName().toString(), file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the open files cannot be listed", e);
        }
        return open;
    }

    private static @Nullable String target(Path number) {
        try {
            return Files.readSymbolicLink(number).toString();
        } catch (IOException e) {
            return null; // closed since it was listed
        }
    }

    /** Names a file or a socket; a socket that is in no network is the JDK's own: empty. */
    private static String shown(String file) {
        if (!file.startsWith("socket:[")) {
            return "open file '" + file + "'";
        }
        String inode = file.substring("socket:[".length(), file.length() - 1);
        for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
            String port = port(NETWORK.resolve(protocol), inode);
            if (port != null) {
                return "open %s socket at port %s".formatted(protocol.substring(0, 3), port);
            }
        }
        return "";
    }

    private static @Nullable String port(Path table, String inode) {
        try {
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns.length > 9 && columns[9].equals(inode)) {
                    String address = columns[1];
                    String port = address.substring(address.indexOf(':') + 1);
                    return Integer.toString(Integer.parseInt(port, 16));
                }
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be read.", table, e);
        }
        return null;
    }
}

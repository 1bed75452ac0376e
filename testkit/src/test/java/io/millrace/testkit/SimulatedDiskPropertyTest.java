package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The simulated disk does what the disk of this machine does. */
class SimulatedDiskPropertyTest {

    private static final int ROUNDS = 150;
    private static final int STEPS = 120;
    private static final String[] NAMES = {"a", "b", "c", "d"};

    private static final CopyOption[] HOW = {
        StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE
    };
    private static final OpenOption[] OPTIONS = {
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.CREATE,
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.APPEND
    };

    @TempDir private Path folder;

    /** Something done to a disk, which gives a text. */
    private interface Step {
        @Nullable Object run(Side side) throws IOException;
    }

    /** One of the two disks, and what is open on it. */
    private static final class Side {
        final Path root;
        final List<FileChannel> channels = new ArrayList<>();

        Side(Path root) {
            this.root = root;
        }

        Path path(String name) {
            return root.resolve(name);
        }

        String run(Step step) {
            try {
                return String.valueOf(step.run(this)).replace(root.toString(), "");
            } catch (IOException | RuntimeException e) {
                return name(e);
            }
        }

        /** A path through a file is said to lead nowhere in more than one way. */
        private static String name(Exception e) {
            boolean nowhere =
                    e instanceof NotDirectoryException
                            || (e instanceof FileSystemException it
                                    && "Not a directory".equals(it.getReason()));
            Class<?> type = nowhere ? NoSuchFileException.class : e.getClass();
            return type.getSimpleName();
        }

        void close() throws IOException {
            for (FileChannel channel : channels) {
                channel.close();
            }
        }
    }

    @Test
    void random_operations_do_the_same_as_on_the_disk_of_this_machine() throws IOException {
        long first = new SplittableRandom().nextLong();
        for (int round = 0; round < ROUNDS; round++) {
            long seed = first + round;
            var random = new SplittableRandom(seed);
            var real = new Side(Files.createDirectory(folder.resolve("round" + round)));
            var simulated = new Side(Files.createDirectory(SimulatedDisk.empty().getPath("/disk")));
            for (int i = 0; i < STEPS; i++) {
                var described = new StringBuilder();
                Step step = step(random, described);
                assertThat(simulated.run(step))
                        .as("seed %d, step %d: %s", seed, i, described)
                        .isEqualTo(real.run(step));
            }
            assertThat(simulated.run(side -> tree(side.root)))
                    .as("seed %d", seed)
                    .isEqualTo(real.run(side -> tree(side.root)));
            real.close();
            simulated.close();
        }
    }

    private static Step step(SplittableRandom random, StringBuilder described) {
        String one = name(random);
        String two = name(random);
        int channel = random.nextInt(4);
        long at = random.nextInt(40);
        byte[] bytes =
                Integer.toString(random.nextInt(1 << random.nextInt(20)))
                        .getBytes(StandardCharsets.US_ASCII);
        CopyOption[] how = subset(random, HOW);
        OpenOption[] options = subset(random, OPTIONS);
        int kind = random.nextInt(24);
        described.append(
                "kind %d, %s, %s, channel %d, at %d, %s, %s"
                        .formatted(
                                kind,
                                one,
                                two,
                                channel,
                                at,
                                Arrays.toString(how),
                                Arrays.toString(options)));
        return switch (kind) {
            case 0 -> side -> Files.createDirectory(side.path(one));
            case 1 -> side -> Files.createDirectories(side.path(one).normalize());
            case 2 -> side -> Files.write(side.path(one), bytes);
            case 3 -> side -> Files.write(side.path(one), bytes, options);
            case 4 -> side -> Files.readString(side.path(one));
            case 5, 6 -> side -> Files.move(side.path(one), side.path(two), how);
            case 7 ->
                    side -> {
                        Files.delete(side.path(one));
                        return "";
                    };
            case 8 -> side -> Files.deleteIfExists(side.path(one));
            case 9 ->
                    side ->
                            Files.copy(
                                    side.path(one),
                                    side.path(two),
                                    Arrays.stream(how)
                                            .filter(o -> o == StandardCopyOption.REPLACE_EXISTING)
                                            .toArray(CopyOption[]::new));
            case 10 -> side -> names(side.path(one));
            case 11 ->
                    side ->
                            Files.exists(side.path(one))
                                    + " "
                                    + Files.isDirectory(side.path(one))
                                    + " "
                                    + Files.isRegularFile(side.path(one))
                                    + " "
                                    + Files.notExists(side.path(one));
            case 12 -> side -> Files.isDirectory(side.path(one)) ? "" : Files.size(side.path(one));
            case 13 -> side -> Files.isSameFile(side.path(one), side.path(two));
            case 14 -> side -> side.path(one).toRealPath();
            case 15, 16 ->
                    side -> {
                        if (Files.isDirectory(side.path(one))) {
                            return "";
                        }
                        side.channels.add(FileChannel.open(side.path(one), options));
                        if (side.channels.size() > 4) {
                            side.channels.removeFirst().close();
                        }
                        return "";
                    };
            case 17 -> on(channel, open -> open.write(ByteBuffer.wrap(bytes)));
            case 18 -> on(channel, open -> open.write(ByteBuffer.wrap(bytes), at));
            case 19 -> on(channel, open -> open.truncate(at).size());
            case 20 -> on(channel, open -> open.position(at).position());
            case 21 ->
                    on(
                            channel,
                            open -> {
                                ByteBuffer target = ByteBuffer.allocate((int) at + 1);
                                int n = open.read(target);
                                return n + new String(target.array(), StandardCharsets.US_ASCII);
                            });
            case 22 ->
                    on(
                            channel,
                            open -> {
                                open.force(true);
                                return open.size();
                            });
            default -> on(channel, open -> open.position() + " of " + open.size());
        };
    }

    /** Something done to an open file. */
    private interface Use {
        Object on(FileChannel channel) throws IOException;
    }

    private static Step on(int channel, Use use) {
        return side ->
                channel < side.channels.size() ? use.on(side.channels.get(channel)) : "none open";
    }

    private static String name(SplittableRandom random) {
        int length = random.nextInt(1, 4);
        return random.ints(length, 0, NAMES.length)
                .mapToObj(i -> NAMES[i])
                .collect(Collectors.joining(random.nextInt(8) == 0 ? "/../" : "/"));
    }

    private static <T> T[] subset(SplittableRandom random, T[] all) {
        return Arrays.stream(all)
                .filter(_ -> random.nextInt(3) > 0)
                .toArray(n -> Arrays.copyOf(all, n));
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> Objects.toString(path.getFileName()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Returns all names, and what the files hold. */
    private static Set<String> tree(Path root) throws IOException {
        var all = new TreeSet<String>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        all.add(
                                root.relativize(file)
                                        + " "
                                        + attributes.size()
                                        + " "
                                        + Arrays.toString(Files.readAllBytes(file)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) {
                        all.add(root.relativize(folder) + "/");
                        return FileVisitResult.CONTINUE;
                    }
                });
        return all;
    }

    @Test
    void paths_are_put_together_and_taken_apart_as_those_of_this_machine() {
        long seed = new SplittableRandom().nextLong();
        var random = new SplittableRandom(seed);
        FileSystem disk = SimulatedDisk.empty();
        for (int i = 0; i < 20_000; i++) {
            String one = text(random);
            String two = text(random);
            for (Function<FileSystem, ?> use : uses(one, two)) {
                assertThat(told(use, disk))
                        .as("seed %d: '%s' and '%s'", seed, one, two)
                        .isEqualTo(told(use, FileSystems.getDefault()));
            }
        }
    }

    private static List<Function<FileSystem, ?>> uses(String one, String two) {
        return List.of(
                files -> files.getPath(one),
                files -> files.getPath(one, two),
                files -> files.getPath(one).getFileName(),
                files -> files.getPath(one).getParent(),
                files -> files.getPath(one).getRoot(),
                files -> files.getPath(one).getNameCount(),
                files -> files.getPath(one).subpath(0, 2),
                files -> files.getPath(one).getName(1),
                files -> files.getPath(one).normalize(),
                files -> files.getPath(one).isAbsolute(),
                files -> files.getPath(one).resolve(two),
                files -> files.getPath(one).resolveSibling(two),
                files -> files.getPath(one).normalize().relativize(files.getPath(two).normalize()),
                files -> files.getPath(one).startsWith(two),
                files -> files.getPath(one).endsWith(two),
                files -> files.getPath(one).equals(files.getPath(two)),
                files -> Integer.signum(files.getPath(one).compareTo(files.getPath(two))),
                files -> files.getPathMatcher("glob:**/a*").matches(files.getPath(one)),
                files -> {
                    var names = new ArrayList<String>();
                    files.getPath(one).forEach(name -> names.add(name.toString()));
                    return names;
                });
    }

    private static String told(Function<FileSystem, ?> use, FileSystem files) {
        try {
            return String.valueOf(use.apply(files));
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static String text(SplittableRandom random) {
        String[] parts = {"/", "a", "bb", ".", "..", "/", "a/b", ""};
        return random.ints(random.nextInt(6), 0, parts.length)
                .mapToObj(i -> parts[i])
                .collect(Collectors.joining());
    }
}

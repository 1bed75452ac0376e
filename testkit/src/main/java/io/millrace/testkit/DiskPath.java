package io.millrace.testkit;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A path on a simulated disk, with {@code /} between its names; the current folder is the root.
 *
 * @param disk the disk
 * @param isAbsolute whether it begins at the root
 * @param names its names; none for the root, one that is empty for the empty path
 */
record DiskPath(SimulatedDisk disk, boolean isAbsolute, List<String> names) implements Path {

    static DiskPath of(SimulatedDisk disk, String text) {
        boolean absolute = text.startsWith("/");
        List<String> names =
                Arrays.stream(text.split("/")).filter(name -> !name.isEmpty()).toList();
        return of(disk, absolute, names);
    }

    private static DiskPath of(SimulatedDisk disk, boolean absolute, List<String> names) {
        boolean empty = names.isEmpty() && !absolute;
        return new DiskPath(disk, absolute, empty ? List.of("") : List.copyOf(names));
    }

    /** Returns a path as one of simulated disks. */
    static DiskPath of(Path path) {
        if (path instanceof DiskPath here) {
            return here;
        }
        throw new ProviderMismatchException("not on a simulated disk: " + path);
    }

    private DiskPath with(boolean absolute, List<String> other) {
        return of(disk, absolute, other);
    }

    private DiskPath mine(Path other) {
        DiskPath path = of(other);
        if (path.disk != disk) {
            throw new ProviderMismatchException("on another disk: " + other);
        }
        return path;
    }

    private boolean isEmpty() {
        return !isAbsolute && names.equals(List.of(""));
    }

    @Override
    public SimulatedDisk getFileSystem() {
        return disk;
    }

    @Override
    public @Nullable DiskPath getRoot() {
        return isAbsolute ? with(true, List.of()) : null;
    }

    @Override
    public @Nullable DiskPath getFileName() {
        return names.isEmpty() ? null : with(false, List.of(names.getLast()));
    }

    @Override
    public @Nullable DiskPath getParent() {
        int count = names.size();
        return count == 0 || (count == 1 && !isAbsolute)
                ? null
                : with(isAbsolute, names.subList(0, count - 1));
    }

    @Override
    public int getNameCount() {
        return names.size();
    }

    @Override
    public DiskPath getName(int index) {
        return subpath(index, index + 1);
    }

    @Override
    public DiskPath subpath(int begin, int end) {
        if (begin < 0 || begin >= end || end > names.size()) {
            throw new IllegalArgumentException("no names from %d to %d".formatted(begin, end));
        }
        return with(false, names.subList(begin, end));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof DiskPath path
                && path.disk == disk
                && path.isAbsolute == isAbsolute
                && path.names.size() <= names.size()
                && names.subList(0, path.names.size()).equals(path.names);
    }

    @Override
    public boolean endsWith(Path other) {
        if (!(other instanceof DiskPath path) || path.disk != disk) {
            return false;
        }
        int from = names.size() - path.names.size();
        return path.isAbsolute
                ? equals(path)
                : from >= 0 && names.subList(from, names.size()).equals(path.names);
    }

    @Override
    public DiskPath normalize() {
        var kept = new ArrayList<String>();
        for (String name : names) {
            boolean goesUp = name.equals("..");
            if (goesUp && !kept.isEmpty() && !kept.getLast().equals("..")) {
                kept.removeLast();
            } else if (!name.equals(".") && !(goesUp && isAbsolute)) {
                kept.add(name);
            }
        }
        return with(isAbsolute, kept);
    }

    @Override
    public DiskPath resolve(Path other) {
        DiskPath path = mine(other);
        if (path.isAbsolute || isEmpty()) {
            return path;
        }
        if (path.isEmpty()) {
            return this;
        }
        var all = new ArrayList<>(names);
        all.addAll(path.names);
        return with(isAbsolute, all);
    }

    @Override
    public DiskPath resolve(String other) {
        return resolve(of(disk, other));
    }

    @Override
    public DiskPath relativize(Path other) {
        DiskPath path = mine(other);
        if (path.isAbsolute != isAbsolute) {
            throw new IllegalArgumentException("one is absolute: %s, %s".formatted(this, other));
        }
        List<String> from = isEmpty() ? List.of() : names;
        List<String> to = path.isEmpty() ? List.of() : path.names;
        int same = 0;
        while (same < Math.min(from.size(), to.size()) && from.get(same).equals(to.get(same))) {
            same++;
        }
        if (from.subList(same, from.size()).contains("..")) {
            throw new IllegalArgumentException("no way from %s to %s".formatted(this, other));
        }
        var way = new ArrayList<String>();
        for (int i = same; i < from.size(); i++) {
            way.add("..");
        }
        way.addAll(to.subList(same, to.size()));
        return with(false, way);
    }

    @Override
    public URI toUri() {
        try {
            return new URI(DiskProvider.SCHEME, null, toAbsolutePath().toString(), null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(toString(), e);
        }
    }

    @Override
    public DiskPath toAbsolutePath() {
        return isAbsolute ? this : with(true, isEmpty() ? List.of() : names);
    }

    @Override
    public DiskPath toRealPath(LinkOption... options) throws java.io.IOException {
        DiskProvider.attributes(this);
        return toAbsolutePath().normalize();
    }

    @Override
    public WatchKey register(
            WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("a simulated disk is not watched");
    }

    @Override
    public int compareTo(Path other) {
        return toString().compareTo(mine(other).toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DiskPath path
                && path.disk == disk
                && path.isAbsolute == isAbsolute
                && path.names.equals(names);
    }

    @Override
    public int hashCode() {
        return Objects.hash(isAbsolute, names);
    }

    @Override
    public String toString() {
        return (isAbsolute ? "/" : "") + String.join("/", names);
    }
}

package io.millrace.testkit;

import io.millrace.testkit.DiskOperation.Link;
import io.millrace.testkit.DiskOperation.Move;
import io.millrace.testkit.DiskOperation.Resize;
import io.millrace.testkit.DiskOperation.Unlink;
import io.millrace.testkit.DiskOperation.Write;

import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** What is safe on a simulated disk: the bytes and the names, each by the number of its owner. */
final class DiskImage {

    /** The number of the root. */
    static final int ROOT = 0;

    private final Map<Integer, DiskBytes> bytes = new HashMap<>();
    private final Map<Integer, NavigableMap<String, Integer>> names = new HashMap<>();
    private final Map<Integer, Set<PosixFilePermission>> permissions = new HashMap<>();
    private final Set<Integer> folders = new HashSet<>(Set.of(ROOT));
    private int nextNumber = ROOT + 1;

    DiskImage copy() {
        var copy = new DiskImage();
        bytes.forEach((number, its) -> copy.bytes.put(number, its.copy()));
        names.forEach((number, its) -> copy.names.put(number, new TreeMap<>(its)));
        copy.permissions.putAll(permissions);
        copy.folders.addAll(folders);
        copy.nextNumber = nextNumber;
        return copy;
    }

    int nextNumber() {
        return nextNumber;
    }

    NavigableMap<String, Integer> names(int folder) {
        return names.computeIfAbsent(folder, _ -> new TreeMap<>());
    }

    private DiskBytes bytes(int file) {
        return bytes.computeIfAbsent(file, _ -> new DiskBytes());
    }

    /** Makes a file or folder of it; without the entries. */
    DiskNode node(int number) {
        Set<PosixFilePermission> its = permissions.getOrDefault(number, DiskTree.FILE);
        return folders.contains(number)
                ? DiskNode.folder(number, its)
                : DiskNode.file(number, bytes(number).copy(), its);
    }

    /** Learns what a number stands for, whether its name is safe or not. */
    void learn(Link made) {
        nextNumber = Math.max(nextNumber, made.node() + 1);
        permissions.put(made.node(), made.permissions());
        if (made.isFolder()) {
            folders.add(made.node());
        }
    }

    void apply(DiskOperation.Change change) {
        switch (change) {
            case Write it -> bytes(it.file()).write(it.at(), it.bytes());
            case Resize it -> {
                DiskBytes file = bytes(it.file());
                file.resize(Math.min(file.size(), it.size()));
            }
            case Link it -> names(it.folder()).put(it.name(), it.node());
            case Unlink it -> names(it.folder()).remove(it.name(), it.node());
            case Move it -> {
                names(it.from()).remove(it.name(), it.node());
                names(it.to()).put(it.as(), it.node());
            }
        }
    }
}

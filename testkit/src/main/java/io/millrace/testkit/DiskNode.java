package io.millrace.testkit;

import org.jspecify.annotations.Nullable;

import java.nio.channels.FileLock;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** A file or a folder of a simulated disk, as the programs that run see it. */
final class DiskNode {

    final int number;
    final DiskBytes bytes;
    final @Nullable NavigableMap<String, DiskNode> entries; // of a folder
    final List<FileLock> locks = new ArrayList<>();
    Set<PosixFilePermission> permissions;
    FileTime created;
    FileTime modified;
    int names; // 0 once it was deleted
    int open; // how many channels

    private DiskNode(
            int number, DiskBytes bytes, boolean folder, Set<PosixFilePermission> permissions) {
        this.number = number;
        this.bytes = bytes;
        this.entries = folder ? new TreeMap<>() : null;
        this.permissions = permissions;
        this.created = FileTime.fromMillis(0);
        this.modified = created;
    }

    static DiskNode file(int number, DiskBytes bytes, Set<PosixFilePermission> permissions) {
        return new DiskNode(number, bytes, false, permissions);
    }

    static DiskNode folder(int number, Set<PosixFilePermission> permissions) {
        return new DiskNode(number, new DiskBytes(), true, permissions);
    }

    boolean isFolder() {
        return entries != null;
    }
}

package io.millrace.testkit;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a file or folder of a simulated disk is like at one moment. */
record DiskAttributes(
        Integer fileKey,
        boolean isDirectory,
        long size,
        FileTime creationTime,
        FileTime lastModifiedTime,
        Set<PosixFilePermission> permissions)
        implements PosixFileAttributes {

    /** Who owns all. */
    record Owner(String getName) implements GroupPrincipal {}

    private static final Owner OWNER = new Owner(System.getProperty("user.name"));

    static DiskAttributes of(DiskNode node) {
        return new DiskAttributes(
                node.number,
                node.isFolder(),
                node.bytes.size(),
                node.created,
                node.modified,
                Set.copyOf(node.permissions));
    }

    @Override
    public FileTime lastAccessTime() {
        return lastModifiedTime;
    }

    @Override
    public boolean isRegularFile() {
        return !isDirectory;
    }

    @Override
    public boolean isSymbolicLink() {
        return false;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    @Override
    public Owner owner() {
        return OWNER;
    }

    @Override
    public Owner group() {
        return OWNER;
    }

    /** Returns all by their names, as {@code Files.readAttributes} knows them. */
    Map<String, Object> byName() {
        return new TreeMap<>(
                Map.ofEntries(
                        Map.entry("fileKey", fileKey),
                        Map.entry("isDirectory", isDirectory),
                        Map.entry("isRegularFile", isRegularFile()),
                        Map.entry("isSymbolicLink", false),
                        Map.entry("isOther", false),
                        Map.entry("size", size),
                        Map.entry("creationTime", creationTime),
                        Map.entry("lastModifiedTime", lastModifiedTime),
                        Map.entry("lastAccessTime", lastAccessTime()),
                        Map.entry("permissions", permissions),
                        Map.entry("owner", OWNER),
                        Map.entry("group", OWNER)));
    }
}

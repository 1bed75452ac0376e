package io.millrace.testkit;

import io.millrace.testkit.DiskOperation.Force;
import io.millrace.testkit.DiskOperation.Link;
import io.millrace.testkit.DiskOperation.Move;
import io.millrace.testkit.DiskOperation.Resize;
import io.millrace.testkit.DiskOperation.Unlink;
import io.millrace.testkit.DiskOperation.Write;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;

/**
 * The files and folders of a simulated disk as programs see them, and all that was done to them.
 */
final class DiskTree {

    static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");
    static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");

    final List<DiskOperation> log = new ArrayList<>();
    long space = Long.MAX_VALUE;
    long used;
    private final DiskNode root;
    private int nextNumber;

    DiskTree(DiskImage image) {
        nextNumber = image.nextNumber();
        root = DiskNode.folder(DiskImage.ROOT, FOLDER);
        root.names = 1;
        var nodes = new HashMap<Integer, DiskNode>();
        nodes.put(DiskImage.ROOT, root);
        fill(root, image, nodes);
    }

    private void fill(DiskNode folder, DiskImage image, Map<Integer, DiskNode> nodes) {
        image.names(folder.number)
                .forEach(
                        (name, number) -> {
                            DiskNode node = nodes.get(number);
                            if (node == null) {
                                node = image.node(number);
                                nodes.put(number, node);
                                used += node.bytes.size();
                                if (node.isFolder()) {
                                    fill(node, image, nodes);
                                }
                            }
                            node.names++;
                            entries(folder).put(name, node);
                        });
    }

    /** A folder, and a name that may be in it. */
    private record Place(DiskNode folder, String name, DiskPath path) {
        @Nullable DiskNode node() {
            return entries(folder).get(name);
        }

        DiskNode needed() throws IOException {
            DiskNode node = node();
            if (node == null) {
                throw new NoSuchFileException(path.toString());
            }
            return node;
        }
    }

    private static NavigableMap<String, DiskNode> entries(DiskNode folder) {
        return Objects.requireNonNull(folder.entries);
    }

    /** Returns what is at a path, or null. */
    @Nullable DiskNode find(DiskPath path) throws IOException {
        Deque<DiskNode> way = new ArrayDeque<>(List.of(root));
        for (String name : path.toAbsolutePath().names()) {
            DiskNode here = way.getLast();
            if (here.entries == null) {
                throw new FileSystemException(path.toString(), null, "Not a directory");
            }
            if (name.equals("..") && way.size() > 1) {
                way.removeLast();
            } else if (!name.equals(".") && !name.equals("..")) {
                DiskNode next = here.entries.get(name);
                if (next == null) {
                    return null;
                }
                way.add(next);
            }
        }
        return way.getLast();
    }

    boolean has(DiskPath path) {
        try {
            return find(path) != null;
        } catch (IOException _) {
            return false; // it goes through a file
        }
    }

    /** Returns what is at a path. */
    DiskNode get(DiskPath path) throws IOException {
        DiskNode node = find(path);
        if (node == null) {
            throw new NoSuchFileException(path.toString());
        }
        return node;
    }

    private Place place(DiskPath path) throws IOException {
        DiskPath whole = path.toAbsolutePath();
        DiskPath parent = whole.getParent();
        if (parent == null || Set.of(".", "..").contains(whole.names().getLast())) {
            throw new FileSystemException(path.toString(), null, "Device or resource busy");
        }
        DiskNode folder = find(parent);
        if (folder == null) {
            throw new NoSuchFileException(path.toString());
        }
        if (!folder.isFolder()) {
            throw new FileSystemException(path.toString(), null, "Not a directory");
        }
        return new Place(folder, whole.names().getLast(), path);
    }

    DiskNode create(DiskPath path, Set<PosixFilePermission> permissions) throws IOException {
        return link(path, DiskNode.file(nextNumber, new DiskBytes(), permissions));
    }

    void createFolder(DiskPath path, Set<PosixFilePermission> permissions) throws IOException {
        if (path.toAbsolutePath().normalize().getParent() == null) {
            throw new FileAlreadyExistsException(path.toString());
        }
        link(path, DiskNode.folder(nextNumber, permissions));
    }

    private DiskNode link(DiskPath path, DiskNode node) throws IOException {
        if (find(path) != null) {
            throw new FileAlreadyExistsException(path.toString());
        }
        Place place = place(path);
        nextNumber++;
        entries(place.folder).put(place.name, node);
        node.names++;
        node.created =
                note(
                        new Link(
                                place.folder.number,
                                place.name,
                                node.number,
                                node.isFolder(),
                                node.permissions),
                        place.folder,
                        node);
        return node;
    }

    void delete(DiskPath path) throws IOException {
        Place place = place(path);
        DiskNode node = place.needed();
        if (!isEmpty(node)) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        remove(place);
        note(new Unlink(place.folder.number, place.name, node.number), place.folder);
    }

    private static boolean isEmpty(DiskNode node) {
        return node.entries == null || node.entries.isEmpty();
    }

    private void remove(Place place) {
        DiskNode node = entries(place.folder).remove(place.name);
        if (node != null) {
            node.names--;
            free(node);
        }
    }

    /** Renames in one step; a file or an empty folder that has the name is replaced. */
    void move(DiskPath source, DiskPath target) throws IOException {
        Place from = place(source);
        DiskNode node = from.needed();
        Place to = place(target);
        DiskNode old = to.node();
        if (old == node) {
            return;
        }
        if (target.toAbsolutePath().normalize().startsWith(source.toAbsolutePath().normalize())) {
            throw new FileSystemException(source.toString(), target.toString(), "Invalid argument");
        }
        if (old != null && old.isFolder() != node.isFolder()) {
            throw new FileSystemException(
                    source.toString(),
                    target.toString(),
                    old.isFolder() ? "Is a directory" : "Not a directory");
        }
        if (old != null) {
            if (!isEmpty(old)) {
                throw new FileSystemException(
                        source.toString(), target.toString(), "Directory not empty");
            }
            remove(to);
        }
        entries(from.folder).remove(from.name);
        entries(to.folder).put(to.name, node);
        note(
                new Move(from.folder.number, from.name, to.folder.number, to.name, node.number),
                from.folder,
                to.folder);
    }

    /** Writes as much as there is room for; returns how much that was. */
    int write(DiskNode file, long at, byte[] bytes) throws IOException {
        long room = space - used + Math.max(0, file.bytes.size() - at);
        if (bytes.length > 0 && room <= 0) {
            SimulatedDisk.check(SimulatedDisk.Answer.FULL, null);
        }
        byte[] written = Arrays.copyOf(bytes, (int) Math.min(bytes.length, room));
        int before = file.bytes.size();
        file.bytes.write(at, written);
        used += file.bytes.size() - before;
        if (written.length > 0) {
            note(new Write(file.number, at, written), file);
        }
        return written.length;
    }

    void truncate(DiskNode file, long size) {
        if (size < file.bytes.size()) {
            used -= file.bytes.size() - size;
            file.bytes.resize(size);
            note(new Resize(file.number, size), file);
        }
    }

    void force(DiskNode node, boolean works) {
        log.add(new Force(node.number, works));
    }

    /** Gives back the space of what has no name and is not open any more. */
    void free(DiskNode node) {
        if (node.names == 0 && node.open == 0) {
            used -= node.bytes.size();
            node.bytes.resize(0);
        }
    }

    /** Returns the names in a folder, in an order that is always the same, but no useful one. */
    List<String> list(DiskNode folder) {
        var names = new ArrayList<>(entries(folder).keySet());
        names.sort((a, b) -> Integer.compare(a.hashCode() * 0x9E3779B1, b.hashCode() * 0x9E3779B1));
        return names;
    }

    private FileTime note(DiskOperation.Change change, DiskNode... changed) {
        log.add(change);
        FileTime time = FileTime.fromMillis(log.size());
        for (DiskNode node : changed) {
            node.modified = time;
        }
        return time;
    }
}

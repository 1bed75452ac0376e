package io.millrace.testkit;

import io.millrace.testkit.SimulatedDisk.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code Files} and {@code FileChannel} call for the paths of simulated disks. */
final class DiskProvider extends FileSystemProvider {

    static final DiskProvider INSTANCE = new DiskProvider();
    static final String SCHEME = "simulated";

    private static final Map<String, Class<? extends FileAttributeView>> VIEWS =
            Map.of(
                    "basic", BasicFileAttributeView.class,
                    "owner", FileOwnerAttributeView.class,
                    "posix", PosixFileAttributeView.class);

    private DiskProvider() {}

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
        throw new UnsupportedOperationException("fix: make one with SimulatedDisk.empty()");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException("a simulated disk has no address");
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("a simulated disk has no address");
    }

    // ---- files

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return open(path, options, true, attributes);
    }

    @Override
    public FileChannel newFileChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return open(path, options, true, attributes);
    }

    @Override
    public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
        return Channels.newInputStream(open(path, Set.of(options), false));
    }

    @Override
    public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
        Set<OpenOption> all =
                options.length > 0
                        ? new HashSet<>(List.of(options))
                        : Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        if (all.contains(StandardOpenOption.READ)) {
            throw new IllegalArgumentException("READ not allowed");
        }
        var writing = new HashSet<>(all);
        writing.add(StandardOpenOption.WRITE);
        return Channels.newOutputStream(open(path, writing, false));
    }

    private static DiskChannel open(
            Path path,
            Set<? extends OpenOption> options,
            boolean closedByInterrupt,
            FileAttribute<?>... attributes)
            throws IOException {
        DiskPath file = DiskPath.of(path);
        boolean appends = options.contains(StandardOpenOption.APPEND);
        boolean writes = appends || options.contains(StandardOpenOption.WRITE);
        if (appends
                && (options.contains(StandardOpenOption.READ)
                        || options.contains(StandardOpenOption.TRUNCATE_EXISTING))) {
            throw new IllegalArgumentException("APPEND alone: " + options);
        }
        boolean makes = writes && options.contains(StandardOpenOption.CREATE);
        boolean makesNew = writes && options.contains(StandardOpenOption.CREATE_NEW);
        SimulatedDisk disk = file.disk();
        DiskNode there = disk.call(Kind.OPEN, file, (tree, _) -> tree.find(file));
        if (there != null && makesNew) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (there == null && (makes || makesNew)) {
            there =
                    disk.call(
                            Kind.CREATE,
                            file,
                            (tree, _) -> tree.create(file, permissions(DiskTree.FILE, attributes)));
        }
        DiskNode node =
                there != null ? there : disk.call(Kind.OPEN, file, (tree, _) -> tree.get(file));
        if (node.isFolder() && writes) {
            throw new FileSystemException(path.toString(), null, "Is a directory");
        }
        var channel =
                disk.locked(_ -> new DiskChannel(disk, file, node, options, closedByInterrupt));
        if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.truncate(0);
        }
        return channel;
    }

    @SuppressWarnings("unchecked") // the attribute of this name has this type
    private static Set<PosixFilePermission> permissions(
            Set<PosixFilePermission> usual, FileAttribute<?>... attributes) {
        Set<PosixFilePermission> permissions = usual;
        for (FileAttribute<?> attribute : attributes) {
            if (!attribute.name().equals("posix:permissions")) {
                throw new UnsupportedOperationException("attribute: " + attribute.name());
            }
            permissions = (Set<PosixFilePermission>) attribute.value();
        }
        return Set.copyOf(permissions);
    }

    // ---- names

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
        DiskPath path = DiskPath.of(folder);
        List<String> names =
                path.disk()
                        .call(
                                Kind.LIST,
                                path,
                                (tree, _) -> {
                                    DiskNode node = tree.get(path);
                                    if (!node.isFolder()) {
                                        throw new NotDirectoryException(folder.toString());
                                    }
                                    return tree.list(node);
                                });
        var children = new ArrayList<Path>();
        for (String name : names) {
            Path child = path.resolve(name);
            if (filter.accept(child)) {
                children.add(child);
            }
        }
        return new DirectoryStream<>() {
            private boolean asked;

            @Override
            public Iterator<Path> iterator() {
                if (asked) {
                    throw new IllegalStateException("the iterator was asked for already");
                }
                asked = true;
                return List.copyOf(children).iterator();
            }

            @Override
            public void close() {
                asked = true;
            }
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        DiskPath path = DiskPath.of(folder);
        path.disk()
                .call(
                        Kind.CREATE_FOLDER,
                        path,
                        (tree, _) -> {
                            tree.createFolder(path, permissions(DiskTree.FOLDER, attributes));
                            return null;
                        });
    }

    @Override
    public void delete(Path path) throws IOException {
        DiskPath what = DiskPath.of(path);
        what.disk()
                .call(
                        Kind.DELETE,
                        what,
                        (tree, _) -> {
                            tree.delete(what);
                            return null;
                        });
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        DiskPath from = DiskPath.of(source);
        DiskPath to = DiskPath.of(target);
        Set<CopyOption> how = Set.of(options);
        if (!how.contains(StandardCopyOption.ATOMIC_MOVE) && !isSame(from, to)) {
            attributes(from);
            makeWay(to, how);
        }
        from.disk()
                .call(
                        Kind.MOVE,
                        from,
                        (tree, _) -> {
                            tree.move(from, to);
                            return null;
                        });
    }

    /** Deletes what is there, as a step of its own: only an atomic move replaces at once. */
    private void makeWay(DiskPath target, Set<CopyOption> how) throws IOException {
        if (how.contains(StandardCopyOption.REPLACE_EXISTING)) {
            deleteIfExists(target);
        } else if (target.disk().call(Kind.LOOK, target, (tree, _) -> tree.find(target)) != null) {
            throw new FileAlreadyExistsException(target.toString());
        }
    }

    private static boolean isSame(DiskPath one, DiskPath other) throws IOException {
        return one.disk()
                .call(
                        Kind.LOOK,
                        one,
                        (tree, _) -> {
                            DiskNode node = tree.get(one);
                            return node == tree.find(other);
                        });
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        DiskPath from = DiskPath.of(source);
        DiskPath to = DiskPath.of(target);
        DiskAttributes attributes = attributes(from);
        if (isSame(from, to)) {
            return;
        }
        makeWay(to, Set.of(options));
        if (attributes.isDirectory()) {
            createDirectory(target);
            return;
        }
        try (var in = newInputStream(source);
                var out = newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            in.transferTo(out);
        }
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return path.equals(other)
                || (other instanceof DiskPath there
                        && there.disk() == DiskPath.of(path).disk()
                        && attributes(DiskPath.of(path))
                                .fileKey()
                                .equals(attributes(there).fileKey()));
    }

    @Override
    public boolean isHidden(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    // ---- attributes

    static DiskAttributes attributes(DiskPath path) throws IOException {
        return path.disk().call(Kind.LOOK, path, (tree, _) -> DiskAttributes.of(tree.get(path)));
    }

    static boolean isKnown(Class<? extends FileAttributeView> type) {
        return VIEWS.containsValue(type);
    }

    @Override
    public FileStore getFileStore(Path path) {
        return DiskPath.of(path).disk().store();
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        DiskPath what = DiskPath.of(path);
        what.disk()
                .call(
                        Kind.LOOK,
                        what,
                        (tree, _) -> {
                            if (!tree.has(what)) {
                                throw new NoSuchFileException(path.toString());
                            }
                            return null;
                        });
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return VIEWS.entrySet().stream()
                .filter(view -> view.getValue() == type)
                .map(view -> type.cast(new DiskView(DiskPath.of(path), view.getKey())))
                .findFirst()
                .orElse(null);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        if (type != BasicFileAttributes.class && type != PosixFileAttributes.class) {
            throw new UnsupportedOperationException("attributes: " + type);
        }
        return type.cast(attributes(DiskPath.of(path)));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
            throws IOException {
        Map<String, Object> all = attributes(DiskPath.of(path)).byName();
        Set<String> wanted = Set.of(names.substring(names.indexOf(':') + 1).split(","));
        if (!wanted.contains("*")) {
            all.keySet().retainAll(wanted);
        }
        return all;
    }

    @Override
    @SuppressWarnings("unchecked") // the attribute of this name has this type
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
            throws IOException {
        var view = new DiskView(DiskPath.of(path), "posix");
        switch (name.substring(name.indexOf(':') + 1)) {
            case "lastModifiedTime" -> view.setTimes((FileTime) value, null, null);
            case "creationTime" -> view.setTimes(null, null, (FileTime) value);
            case "permissions" -> view.setPermissions((Set<PosixFilePermission>) value);
            default -> throw new UnsupportedOperationException("attribute: " + name);
        }
    }
}

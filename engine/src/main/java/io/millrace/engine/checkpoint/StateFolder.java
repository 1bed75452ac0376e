package io.millrace.engine.checkpoint;

import io.millrace.engine.checkpoint.StateException.Code;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;

/**
 * The calls of the file system that checkpoints are made of; what fails tells whether it may be
 * tried again. Nobody but the owner may read or write what is made here.
 */
final class StateFolder {

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");

    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    private static final String FOR_OWNER = "rwx------";
    private static final String FILE_FOR_OWNER = "rw-------";

    private final Path path;

    StateFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    /** Makes the folder and those above it, so that a loss of power does not take them away. */
    void create() {
        try {
            Deque<Path> missing = new ArrayDeque<>();
            Path above = path.toAbsolutePath();
            while (above != null && !Files.exists(above)) {
                missing.push(above);
                above = above.getParent();
            }
            for (Path folder : missing) {
                Files.createDirectories(folder, forOwner(FOR_OWNER));
                Path parent = folder.getParent();
                if (parent != null) {
                    forceFolder(parent);
                }
            }
            checkSafe();
        } catch (IOException e) {
            throw failed("the folder '" + path + "' cannot be made", e);
        }
    }

    private void checkSafe() throws IOException {
        if (!hasPermissions()) {
            return;
        }
        Set<PosixFilePermission> permissions =
                Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new StateException(
                    Code.STATE_UNSAFE,
                    "others may write in '%s': take that right away (chmod 700), or choose another state folder"
                            .formatted(path));
        }
    }

    private boolean hasPermissions() {
        FileSystem system = path.getFileSystem();
        return system.supportedFileAttributeViews().contains("posix");
    }

    private FileAttribute<?>[] forOwner(String permissions) {
        if (!hasPermissions()) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    /** Returns the names in it, in their order. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                names.add(path.relativize(file).toString());
            }
        } catch (DirectoryIteratorException e) {
            throw failed("the folder '" + path + "' cannot be read", new IOException(e));
        } catch (IOException e) {
            throw failed("the folder '" + path + "' cannot be read", e);
        }
        return names;
    }

    /** Makes a file; what had its name goes first. */
    FileChannel newFile(String name) throws IOException {
        Path file = file(name);
        Files.deleteIfExists(file);
        return FileChannel.open(file, NEW, forOwner(FILE_FOR_OWNER));
    }

    /**
     * Forces a file to the disk. If that fails, what the file holds is not known any more: where
     * there was no room it may be written anew, and then all of it.
     */
    void force(FileChannel channel, String name) {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw FullDisk.isSaidBy(e)
                    ? failed("'" + file(name) + "' could not be forced to the disk", e)
                    : unforced(file(name), e);
        }
        Halt.FORCE.after();
    }

    /** Forces the names of the files to the disk, for which no more room is needed. */
    void force() {
        forceFolder(path);
    }

    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw unforced(folder, e);
        }
        Halt.FORCE.after();
    }

    private static StateException unforced(Path path, IOException e) {
        return new StateException(
                Code.STORAGE_FSYNC,
                "'%s' could not be forced to the disk: %s. What it holds is not known now: check the disk, then start again from the last checkpoint"
                        .formatted(path, e.getMessage()),
                e);
    }

    /** Gives a file its name. */
    void rename(String from, String to) {
        try {
            Files.move(file(from), file(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed("'" + file(from) + "' could not be renamed to '" + to + "'", e);
        }
        Halt.RENAME.after();
    }

    /** Deletes a file if it is there. */
    void delete(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw failed("'" + file(name) + "' could not be deleted", e);
        }
    }

    /** Deletes a file of no use; if that fails it is deleted at the next start. */
    void discard(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            LOG.warn("'{}' is of no use, and could not be deleted: {}", file(name), reason(e));
        }
    }

    /** Returns what to throw where something else than a force has failed. */
    static StateException failed(String what, IOException e) {
        boolean full = FullDisk.isSaidBy(e);
        return new StateException(
                full ? Code.STORAGE_FULL : Code.STORAGE_FAILED, what + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "it is missing"
                : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}

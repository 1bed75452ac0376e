package io.millrace.components.file;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes files and their names survive a loss of power. */
final class Durable {

    private Durable() {}

    /** Forces what is in a file. */
    static void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Forces the names in a folder. */
    static void forceFolder(@Nullable Path folder) throws IOException {
        if (folder == null || !folder.getFileSystem().getSeparator().equals("/")) {
            return; // it cannot be opened there, and need not be
        }
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Forces the name of a file that may be new, and those of the folders it is in. */
    static void forceName(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        forceFolder(folder);
        try {
            while (folder != null && folder.getParent() != null) {
                folder = folder.getParent();
                forceFolder(folder);
            }
        } catch (AccessDeniedException e) {
            return; // who may not even read a folder has made none in it
        }
    }
}

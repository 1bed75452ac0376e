package io.millrace.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The files of the engine's own, under its state folder; not those of components.
 *
 * @since 0.1
 */
public interface Disk {

    /** Opens a file to append to, making it and its folders if they are missing. */
    OutputStream append(Path file) throws IOException;

    /** Returns the disk of this machine. */
    static Disk local() {
        return file -> {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return Files.newOutputStream(
                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        };
    }
}

package io.millrace.engine;

import io.millrace.engine.letters.LockFile;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The disk of this machine. */
enum LocalDisk implements Disk {
    INSTANCE;

    @Override
    public OutputStream append(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        boolean unfinished = Files.exists(file) && !endsWithLine(file);
        OutputStream out =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (unfinished) {
            out.write('\n');
        }
        return out;
    }

    private static boolean endsWithLine(Path file) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
            long length = bytes.length();
            if (length == 0) {
                return true;
            }
            bytes.seek(length - 1);
            return bytes.read() == '\n';
        }
    }

    @Override
    public Optional<Closeable> share(Path file) throws IOException {
        return LockFile.tryLock(file, true);
    }
}

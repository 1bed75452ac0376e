package io.millrace.engine;

import io.millrace.engine.letters.LockFile;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
        try (FileChannel bytes = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return bytes.size() == 0
                    || (bytes.read(last, bytes.size() - 1) == 1 && last.get(0) == '\n');
        }
    }

    @Override
    public Optional<Closeable> share(Path file) throws IOException {
        return LockFile.tryLock(file, true);
    }
}

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
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            long size = channel.size();
            return size == 0 || (channel.read(last, size - 1) == 1 && last.get(0) == '\n');
        }
    }

    @Override
    public void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        if (folder.getFileSystem().getSeparator().equals("/")) { // else it cannot be opened
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public Optional<Closeable> share(Path file) throws IOException {
        return LockFile.tryLock(file, true);
    }
}

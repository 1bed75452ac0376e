package io.millrace.testkit;

import io.millrace.engine.Disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A disk that one simulation alone has: nobody else is to be kept from its files. */
record UnsharedDisk(Disk disk) implements Disk {

    @Override
    public OutputStream append(Path file) throws IOException {
        return disk.append(file);
    }

    @Override
    public void force(Path file) throws IOException {
        disk.force(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        disk.forceFolder(folder);
    }
}

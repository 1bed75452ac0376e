package io.millrace.testkit;

import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.util.Objects;

/** How much room there is on a simulated disk. */
final class DiskStore extends FileStore {

    private final SimulatedDisk disk;

    DiskStore(SimulatedDisk disk) {
        this.disk = disk;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public String type() {
        return "simulated";
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public long getTotalSpace() {
        return disk.space();
    }

    @Override
    public long getUsableSpace() {
        return disk.space() - disk.used();
    }

    @Override
    public long getUnallocatedSpace() {
        return getUsableSpace();
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
        return DiskProvider.isKnown(type);
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
        return disk.supportedFileAttributeViews().contains(name);
    }

    @Override
    public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
        throw new UnsupportedOperationException("attributes of a disk: " + type);
    }

    @Override
    public Object getAttribute(String attribute) {
        throw new UnsupportedOperationException(Objects.requireNonNull(attribute, "attribute"));
    }
}

package io.millrace.engine.state;

import io.millrace.rocksdb.RocksBackend;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes working copies in RocksDB, and sees to it that they leave nothing. */
final class RocksCopies implements AfterEachCallback {

    private final List<WorkingCopy> made = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();

    WorkingCopy make() {
        try {
            Path folder = Files.createTempDirectory("rocks-copies");
            folders.add(folder);
            WorkingCopy copy = WorkingCopy.open(new RocksBackend().name(), folder);
            made.add(copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        made.forEach(WorkingCopy::close);
        made.clear();
        for (Path folder : folders) {
            Path slot = folder.resolve("working/1");
            for (Path gone : List.of(slot.resolve("lock"), slot, slot.getParent(), folder)) {
                Files.delete(gone); // fails where anything else is left
            }
        }
        folders.clear();
    }
}

package io.millrace.fuzz;

import io.millrace.engine.checkpoint.Forged;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a checkpoint holds is read or refused by naming the file, whether the checksums are right or
 * not, and reading it twice gives the same.
 */
final class CheckpointCheck implements Target.Check {

    private final Forged files;

    CheckpointCheck() {
        try {
            files = new Forged();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void check(byte[] input) throws Exception {
        files.write(input);
        read();
        files.writeBlock(input);
        read();
    }

    private void read() throws Exception {
        var manifest = Bounds.measured(files::readManifest);
        var records = Bounds.measured(files::readRecords);
        if (!manifest.equals(files.readManifest()) || !records.equals(files.readRecords())) {
            throw new AssertionError("read in two ways");
        }
    }
}

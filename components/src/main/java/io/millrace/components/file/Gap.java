package io.millrace.components.file;

import io.millrace.api.Context;
import io.millrace.api.EnvironmentException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out what is missing where a run goes on that has read a part of a file. */
final class Gap {

    private final FileSource.OnLost policy;
    private final Context context;

    Gap(FileSource.OnLost policy, Context context) {
        this.policy = policy;
        this.context = context;
    }

    /**
     * Returns what is missing of a file; null if nothing is.
     *
     * @param from where it is to be read on
     * @param before what it was
     */
    static @Nullable String of(Path file, Place from, @Nullable Fingerprint before)
            throws IOException {
        long offset = from.offset();
        if (offset == 0) {
            return null; // any file will do
        }
        if (!Files.isRegularFile(file)) {
            return "is no regular file: behind byte %,d, to which it was read, nobody can go on"
                    .formatted(offset);
        }
        boolean isZipped = Format.isGzip(file);
        long size = Files.size(file);
        if (!isZipped && size < offset) {
            return "was cut off: %,d bytes of it were read, and it has %,d".formatted(offset, size);
        }
        return before == null || before.fits(file, isZipped ? Long.MAX_VALUE : offset)
                ? null
                : "is another file than the one of which %,d bytes were read".formatted(offset);
    }

    /** Returns what is missing of a file that is not there. */
    static String ofMissing(Place from) {
        return from.offset() == 0
                ? "is gone, and nothing of it was read"
                : "is gone, and was read to byte %,d; what came behind that was not"
                        .formatted(from.offset());
    }

    /**
     * Fails for it, or warns of it.
     *
     * @param name how the user calls the file
     * @param gap what is missing
     */
    void found(String name, String gap) {
        String what = "'" + name + "' " + gap;
        if (policy == FileSource.OnLost.STOP) {
            throw new EnvironmentException(
                    what
                            + ". The run cannot go on where it was: put back what is missing, say"
                            + " 'on_lost: go_on' to read what there is, or start over with"
                            + " --fresh",
                    null);
        }
        context.log().warn("{}. What there is is read.", what);
    }
}

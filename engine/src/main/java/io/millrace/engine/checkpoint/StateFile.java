package io.millrace.engine.checkpoint;

import io.millrace.engine.state.Section;

import java.util.Set;

/**
 * A file of records that a manifest needs.
 *
 * @param kind what its records are
 * @param first the first epoch it is of
 * @param last the last one
 * @param length in bytes
 * @param checksum the CRC32C of all of it
 * @param sections what it has records of
 * @since 0.2
 */
public record StateFile(
        Kind kind, long first, long last, long length, int checksum, Set<Section> sections) {

    /** What the records of a file are. */
    public enum Kind {
        /** What has changed in the epochs. */
        CHANGES,
        /** All that there was at the end of an epoch. */
        BASE
    }

    /** Returns the name of the file. */
    public String name() {
        return name(kind, first, last);
    }

    static String name(Kind kind, long first, long last) {
        String epochs = first == last ? "epoch-" + last : "epoch-" + first + "-" + last;
        return epochs + (kind == Kind.BASE ? ".base" : ".changes");
    }
}

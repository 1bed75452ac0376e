package io.millrace.components.file;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** A gzip text of several members, so that it can be cut between two; each begins when needed. */
final class GzipMembers extends OutputStream {

    private static final int BUFFER = 64 * 1024;

    private final OutputStream stream;
    private @Nullable GZIPOutputStream member;

    GzipMembers(OutputStream stream) {
        this.stream = stream;
    }

    /** Begins a member if none is begun. */
    GZIPOutputStream begin() throws IOException {
        if (member == null) {
            member = new GZIPOutputStream(stream, BUFFER, true);
        }
        return member;
    }

    /** Ends the member that is begun, if one is. */
    void end() throws IOException {
        if (member != null) {
            member.finish();
            member = null;
        }
    }

    @Override
    public void write(int b) throws IOException {
        begin().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        begin().write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        if (member != null) {
            member.flush();
        }
    }

    @Override
    public void close() throws IOException {
        try (stream) {
            end();
        }
    }
}

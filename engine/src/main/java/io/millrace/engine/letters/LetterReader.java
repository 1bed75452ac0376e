package io.millrace.engine.letters;

import io.millrace.api.DocumentException;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lines of one file of letters, one after the other; blank ones are passed over. */
final class LetterReader implements Closeable {

    private static final int BUFFER = 64 << 10;

    /** A line that is longer is no letter. */
    private static final int LONGEST = 128 << 20;

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int index = -1;

    LetterReader(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    }

    /** Goes to the next line; returns whether there is one. */
    boolean next() throws IOException {
        while (true) {
            line.reset();
            int read = in.read();
            if (read < 0) {
                return false;
            }
            while (read >= 0 && read != '\n') {
                if (line.size() < LONGEST) {
                    line.write(read);
                }
                read = in.read();
            }
            if (line.size() > 0) {
                index++;
                return true;
            }
        }
    }

    /** Returns which line it is, from 0. */
    int index() {
        return index;
    }

    /** Returns the line without its end. */
    byte[] line() {
        return line.toByteArray();
    }

    /** Returns the letter on the line, or null if it is none. */
    @Nullable Letter letter() {
        try {
            return Letter.parse(line());
        } catch (DocumentException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

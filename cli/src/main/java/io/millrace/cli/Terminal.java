package io.millrace.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where the command writes: data to stdout, everything else to stderr, both in UTF-8.
 *
 * <p>On a terminal, stderr may end in a <em>block</em>: a few lines that are replaced by the next
 * block, and make room for every other line.
 *
 * <p>Safe for any thread.
 */
final class Terminal {

    private static final String UP_AND_CLEAR = "\u001b[A\u001b[2K";

    private static final Terminal SYSTEM = ofSystem();

    private final PrintStream out;
    private final PrintStream err;
    private final int columns;
    private final boolean stdoutWatched;
    private int blockLines;

    /**
     * Creates one.
     *
     * @param columns the width of stderr, or 0 if it is no terminal
     * @param stdoutWatched whether stdout is a terminal
     */
    Terminal(PrintStream out, PrintStream err, int columns, boolean stdoutWatched) {
        this.out = out;
        this.err = err;
        this.columns = columns;
        this.stdoutWatched = stdoutWatched;
    }

    /** Returns the one of this process; the launcher says what a process cannot find out itself. */
    static Terminal system() {
        return SYSTEM;
    }

    private static Terminal ofSystem() {
        return new Terminal(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Integer.getInteger("millrace.stderr.columns", 0),
                Boolean.getBoolean("millrace.stdout.terminal"));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    /** Returns whether somebody may be watching stderr. */
    boolean isWatched() {
        return columns > 0;
    }

    /** Returns whether stdout is a terminal too. */
    boolean isStdoutWatched() {
        return stdoutWatched;
    }

    /** Writes text to stdout. */
    synchronized void print(String text) {
        out.print(text);
        out.flush();
    }

    /** Writes a line, or several, to stderr. */
    synchronized void say(String lines) {
        show(List.of());
        err.print(lines.endsWith("\n") ? lines : lines + "\n");
        err.flush();
    }

    /** Replaces the block at the end of stderr, if it is a terminal. */
    synchronized void show(List<String> block) {
        if (!isWatched()) {
            return;
        }
        var text = new StringBuilder().repeat(UP_AND_CLEAR, blockLines);
        for (String line : block) {
            text.append(line, 0, Math.min(line.length(), columns - 1)).append('\n');
        }
        blockLines = block.size();
        err.print(text);
        err.flush();
    }
}

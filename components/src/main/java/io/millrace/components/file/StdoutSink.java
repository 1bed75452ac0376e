package io.millrace.components.file;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Since;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Writes items to the process's standard output.
 *
 * <p>When the process that reads it has ended ({@code | head -1}), this is a normal end: what comes
 * after is discarded.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; standard output is not closed at the end.
 *
 * <p><b>Threads.</b> As {@link Handler}, and a platform thread that waits for the reader.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Buffers 64 KiB, written when that is full or nothing more comes for now;
 * waits for the reader.
 *
 * <p><b>Errors.</b> An item that the format cannot hold fails, as in {@link FileSink}.
 *
 * <p><b>Delivery.</b> Best effort: a crash loses what is buffered.
 *
 * @since 0.1
 */
@Doc(
        "Writes items to the process's standard output. When the process that reads it ends, that"
                + " is a normal end.")
@Example(
        """
        out:
          type: StdoutSink
        """)
@Behaviour(
        emits = "never",
        blocks = "the reader does not read",
        completes = "upstream ends, or the reader has ended",
        fails = "standard output cannot be written for another reason",
        errors = "the format cannot hold it, as in `FileSink`")
@Since("0.1")
@Ports(outputs = {})
@Traits(maxParallelism = 1, stateful = true)
public final class StdoutSink implements Handler<Document> {

    /**
     * Options of {@link StdoutSink}.
     *
     * @param format how items are written
     * @param columns the columns of CSV
     * @param header whether CSV begins with the names of its columns
     * @param delimiter what separates the columns of CSV
     */
    public record Config(
            @Doc(
                            "How items are written: `json_lines` (one JSON value per line), `json`"
                                    + " (one array), `csv` or `lines` (a text as it is, anything"
                                    + " else as JSON, one per line).")
                    @Default("json_lines")
                    Format format,
            @Doc(
                            "The columns of CSV, which are the fields that are written. Without it"
                                    + " they are the fields of the first item, and a later item"
                                    + " with any other field fails.")
                    @Default("[]")
                    List<String> columns,
            @Doc("Whether CSV begins with the names of its columns.") @Default("true")
                    boolean header,
            @Doc("What separates the columns of CSV, one ASCII character.") @Default(",")
                    String delimiter) {

        /** Checks the delimiter. */
        public Config {
            columns = List.copyOf(columns);
            Format.checkDelimiter(delimiter);
        }
    }

    private final ItemWriter writer;
    private final OutputStream stdout;
    private Context context;
    private @Nullable OffThread thread;
    private OutputStream out;
    private boolean closed; // by its reader

    /** Creates one. */
    public StdoutSink(Config config) {
        // not System.out, which keeps a closed pipe to itself
        this(
                config,
                Channels.newOutputStream(new FileOutputStream(FileDescriptor.out).getChannel()));
    }

    StdoutSink(Config config, OutputStream stdout) {
        writer =
                ItemWriter.of(
                        new ItemWriter.Options(
                                config.format(),
                                config.columns(),
                                config.header(),
                                (byte) config.delimiter().charAt(0)));
        this.stdout = stdout;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        var thread = new OffThread("millrace/" + context.name() + "/write");
        this.thread = thread;
        out = new BufferedBytes(new Waiting(stdout, thread));
    }

    @Override
    public void onItem(Document item, Output unused) throws InterruptedException {
        attempt(out -> writer.write(item, out));
    }

    @Override
    public void onEnd(Output unused) throws InterruptedException {
        attempt(writer::end);
    }

    @Override
    public void flush() throws InterruptedException {
        attempt(OutputStream::flush);
    }

    @Override
    public void cleanup() {
        if (thread != null) {
            thread.close();
        }
    }

    private interface Action {
        void on(OutputStream out) throws IOException;
    }

    private void attempt(Action action) throws InterruptedException {
        if (closed) {
            return;
        }
        try {
            action.on(out);
        } catch (InterruptedIOException e) {
            throw new InterruptedException(e.getMessage());
        } catch (IOException e) {
            if (!isClosedPipe(e)) {
                throw new EnvironmentException(
                        "standard output cannot be written: " + e.getMessage(), e);
            }
            closed = true;
            context.finish();
        }
    }

    private static boolean isClosedPipe(IOException e) {
        String message = e.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains("pipe");
    }

    /** A stream that is written on another thread, for which the writer waits. */
    private static final class Waiting extends OutputStream {

        private final OutputStream stream;
        private final OffThread thread;

        Waiting(OutputStream stream, OffThread thread) {
            this.stream = stream;
            this.thread = thread;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            await(
                    () -> {
                        stream.write(bytes, offset, length);
                        return true;
                    });
        }

        @Override
        public void flush() throws IOException {
            stream.flush();
        }

        private void await(Callable<Boolean> write) throws IOException {
            try {
                thread.call(write);
            } catch (InterruptedException e) {
                var interrupted = new InterruptedIOException("writing was interrupted");
                interrupted.initCause(e);
                throw interrupted;
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}

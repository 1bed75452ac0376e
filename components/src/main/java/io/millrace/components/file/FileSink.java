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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes items to a file, making the folders it is in.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; set-up opens the file and locks it against other sinks,
 * clean-up writes what is left and closes it.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Buffers 64 KiB, written when that is full or nothing more comes for now;
 * waits for the disk.
 *
 * <p><b>Errors.</b> An item that the format cannot hold fails, and nothing of it is written: for
 * CSV one that is no object, or has a field that is no column.
 *
 * <p><b>Delivery.</b> Best effort: a crash loses what is buffered.
 *
 * @since 0.1
 */
@Doc("Writes items to a file, making the folders it is in.")
@Example(
        """
        out:
          type: FileSink
          config: { path: out/delayed.ndjson }
        """)
@Behaviour(
        emits = "never",
        blocks = "the disk does",
        completes = "upstream ends",
        fails =
                "the file cannot be opened or written, is being written by another sink, or is"
                        + " there and `mode` is `fail`",
        errors =
                "the format cannot hold it, and nothing of it is written then: for CSV one that is"
                        + " no object, or has a field that is no column")
@Since("0.1")
@Ports(outputs = {})
@Traits(maxParallelism = 1, stateful = true)
public final class FileSink implements Handler<Document> {

    /** What happens to a file that is there. */
    public enum Mode {
        /** It is emptied. */
        OVERWRITE,
        /** It is written on at its end. */
        APPEND,
        /** It is left alone, and the run does not start. */
        FAIL
    }

    /**
     * Options of {@link FileSink}.
     *
     * @param path which file
     * @param format how items are written
     * @param mode what happens to a file that is there
     * @param columns the columns of a CSV file
     * @param header whether a CSV file begins with the names of its columns
     * @param delimiter what separates the columns of a CSV file
     */
    public record Config(
            @Doc("The file; one whose name ends with `.gz` is zipped.") String path,
            @Doc(
                            "How items are written: `json_lines` (one JSON value per line), `json`"
                                    + " (one array), `csv` or `lines` (a text as it is, anything"
                                    + " else as JSON, one per line). Without it, the name says it,"
                                    + " as for `FileSource`.")
                    Optional<Format> format,
            @Doc(
                            "What happens to a file that is there: `overwrite` empties it, `append`"
                                    + " writes on at its end, `fail` leaves it alone and does not"
                                    + " start.")
                    @Default("overwrite")
                    Mode mode,
            @Doc(
                            "The columns of a CSV file, which are the fields that are written."
                                    + " Without it they are the fields of the first item, and a"
                                    + " later item with any other field fails.")
                    @Default("[]")
                    List<String> columns,
            @Doc(
                            "Whether a CSV file begins with the names of its columns; one that is"
                                    + " appended to and has content gets none.")
                    @Default("true")
                    boolean header,
            @Doc(
                            "What separates the columns of a CSV file, one ASCII character. Without"
                                    + " it a comma, in a `.tsv` file a tab.")
                    Optional<String> delimiter) {

        /** Checks that there is a path whose format is known and fits the mode. */
        public Config {
            columns = List.copyOf(columns);
            if (path.isBlank()) {
                throw new IllegalArgumentException("path: is empty; name a file");
            }
            Format written = format.orElse(Format.of(path));
            if (written == null) {
                throw Format.unknown(path);
            }
            if (mode == Mode.APPEND && written == Format.JSON) {
                throw new IllegalArgumentException(
                        "mode: one JSON array cannot be written on; say format: json_lines, or"
                                + " another mode");
            }
            if (mode == Mode.APPEND && written == Format.CSV && columns.isEmpty()) {
                throw new IllegalArgumentException(
                        "columns: must be named where a CSV file is written on, so that they are"
                                + " those it has");
            }
            delimiter.ifPresent(Format::checkDelimiter);
        }
    }

    private final Config config;
    private final Format format;
    private Path file;
    private ItemWriter writer;
    private TargetFile target;

    /** Creates one. */
    public FileSink(Config config) {
        this.config = config;
        format =
                config.format()
                        .or(() -> Optional.ofNullable(Format.of(config.path())))
                        .orElseThrow(() -> Format.unknown(config.path()));
    }

    @Override
    public void setup(Context context) throws IOException {
        file = context.resolve(config.path());
        target = TargetFile.open(file, config.path(), config.mode());
        byte delimiter =
                config.delimiter()
                        .map(d -> (byte) d.charAt(0))
                        .orElse(Format.delimiter(config.path()));
        boolean header = config.header() && target.isEmpty();
        writer = ItemWriter.of(new ItemWriter.Options(format, config.columns(), header, delimiter));
    }

    @Override
    public void onItem(Document item, Output unused) {
        try {
            writer.write(item, target.out());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void onEnd(Output unused) {
        try {
            writer.end(target.out());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void flush() {
        try {
            target.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void cleanup() {
        if (target != null) { // set-up came so far
            try {
                target.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private EnvironmentException failed(IOException e) {
        return FileProblem.writing(config.path(), file, e);
    }
}

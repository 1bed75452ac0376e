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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes items to a file, making the folders it is in.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; set-up opens the file and locks it against other sinks,
 * clean-up writes what is left and closes it. A run that {@linkplain Context#isContinued goes on
 * from an earlier one} writes on at the end of the file, whatever the mode.
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
                    + " there and `mode` is `fail`; when dead letters are replayed, also where it"
                    + " cannot be written on",
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
                                    + " start. When dead letters are replayed it is always written"
                                    + " on.")
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
    public void setup(Context context) throws Exception {
        file = context.resolve(config.path());
        byte delimiter =
                config.delimiter()
                        .map(d -> (byte) d.charAt(0))
                        .orElse(Format.delimiter(config.path()));
        boolean goesOn = context.isContinued() && Files.isRegularFile(file) && Files.size(file) > 0;
        List<String> columns = goesOn ? columnsOfFile(delimiter, context) : config.columns();
        target =
                TargetFile.open(
                        file, config.path(), context.isContinued() ? Mode.APPEND : config.mode());
        boolean header = config.header() && target.isEmpty();
        writer = ItemWriter.of(new ItemWriter.Options(format, columns, header, delimiter));
    }

    /** Returns the columns of a file that is written on; refuses one that cannot be. */
    private List<String> columnsOfFile(byte delimiter, Context context) throws Exception {
        if (format == Format.JSON) {
            throw FileProblem.of(
                    config.path(),
                    file,
                    "holds one JSON array, which a run that goes on cannot write on; say another"
                            + " 'path' for it, or format: json_lines");
        }
        if (format != Format.CSV || !config.columns().isEmpty()) {
            return config.columns();
        }
        if (!config.header()) {
            throw FileProblem.of(
                    config.path(),
                    file,
                    "does not say what its columns are, and a run that goes on writes the same;"
                            + " name them with 'columns'");
        }
        // before the lock: closing a file releases all that the process has on it
        try (var bytes = ByteInput.open(file, context)) {
            return CsvReader.columns(bytes, delimiter);
        }
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

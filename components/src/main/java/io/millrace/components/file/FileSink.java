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
import io.millrace.api.TransactionalSink;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes items to a file, making the folders it is in.
 *
 * <p>With checkpoints each item is there once, in one of two forms. In place: the file holds what
 * is committed, and behind that, until the next checkpoint, what is not yet; a run that goes on
 * from a checkpoint cuts that off. Files: each epoch that has items is a file of its own, {@code
 * out-0000000017.ndjson} for {@code out.ndjson}, which appears whole when it is committed and never
 * changes; until then it is hidden beside, its name beginning with a dot. A zipped file has a
 * member for each epoch.
 *
 * <p><b>Lifecycle.</b> As {@link Handler} and {@link TransactionalSink}; set-up opens the file and
 * locks it against other sinks, clean-up writes what is left and closes it. A run that {@linkplain
 * Context#isContinued goes on from an earlier one} but not from a checkpoint, as when dead letters
 * are replayed, writes on at the end of the file, whatever the mode.
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
 * <p><b>Delivery.</b> As {@link TransactionalSink}. Without checkpoints best effort: a crash loses
 * what is buffered; files then are one, made at the end. What is no regular file (a named pipe) is
 * written as items come, and cannot be cut.
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
                    + " there and `mode` is `fail`; where a run goes on, also when the file cannot"
                    + " be written on or holds less than was committed",
        errors =
                "the format cannot hold it, and nothing of it is written then: for CSV one that is"
                        + " no object, or has a field that is no column")
@Since("0.1")
@Ports(outputs = {})
@Traits(maxParallelism = 1, stateful = true)
public final class FileSink implements Handler<Document>, TransactionalSink {

    /** What happens to a file that is there. */
    public enum Mode {
        /** It is emptied. */
        OVERWRITE,
        /** It is written on at its end. */
        APPEND,
        /** It is left alone, and the run does not start. */
        FAIL
    }

    /** How what is committed appears. */
    public enum Publish {
        /** In the one file. */
        IN_PLACE,
        /** As a file for each epoch. */
        FILES
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
     * @param publish how what is committed appears
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
                            "What happens to a file that is there when a run begins: `overwrite`"
                                    + " empties it, `append` writes on at its end, `fail` leaves it"
                                    + " alone and does not start. A run that goes on from a"
                                    + " checkpoint, or replays dead letters, always writes on. With"
                                    + " `publish: files` it is the earlier files that are deleted,"
                                    + " followed by more, or in the way.")
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
                    Optional<String> delimiter,
            @Doc(
                            "How what a checkpoint has committed appears: `in_place` in the one"
                                    + " file, which may hold items behind that are not committed"
                                    + " yet and are cut off after a crash; `files` as a file for"
                                    + " each checkpoint that has items, `out-0000000017.ndjson` for"
                                    + " `out.ndjson`, which appears whole and never changes.")
                    @Default("in_place")
                    Publish publish) {

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
            if (publish == Publish.IN_PLACE && mode == Mode.APPEND && written == Format.JSON) {
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

        /** Creates one of a single file. */
        public Config(
                String path,
                Optional<Format> format,
                Mode mode,
                List<String> columns,
                boolean header,
                Optional<String> delimiter) {
            this(path, format, mode, columns, header, delimiter, Publish.IN_PLACE);
        }
    }

    private final Config config;
    private final Format format;
    private Path file;
    private @Nullable Target target;

    /** Creates one. */
    public FileSink(Config config) {
        this.config = config;
        format =
                config.format()
                        .or(() -> Optional.ofNullable(Format.of(config.path())))
                        .orElseThrow(() -> Format.unknown(config.path()));
    }

    @Override
    public void setup(Context context) {
        file = context.resolve(config.path());
        byte delimiter =
                config.delimiter()
                        .map(d -> (byte) d.charAt(0))
                        .orElse(Format.delimiter(config.path()));
        target =
                config.publish() == Publish.FILES
                        ? new EpochFiles(config, format, delimiter, file, context)
                        : new WholeFile(config, format, delimiter, file, context);
    }

    private Target target() {
        return Objects.requireNonNull(target, "it was set up");
    }

    @Override
    public void onItem(Document item, Output unused) throws Exception {
        try {
            target().write(item);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void onEnd(Output unused) throws Exception {
        try {
            target().end();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void flush() {
        try {
            target().flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public Sealed seal(long epoch) throws Exception {
        try {
            return target().seal(epoch);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void publish(long epoch, Document sealed) {
        try {
            target().publish(sealed);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void restore(long epoch, @Nullable Document sealed) throws Exception {
        try {
            target().restore(epoch, sealed);
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

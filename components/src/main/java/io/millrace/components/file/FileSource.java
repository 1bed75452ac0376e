package io.millrace.components.file;

import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Range;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Reads items from one file or, with a pattern, from several, one after the other by name.
 *
 * <p>A byte-order mark is skipped, lines may end with carriage return and line feed, and a last
 * line without either is a line. A file without content gives no items.
 *
 * <p><b>Lifecycle.</b> As {@link Source}; set-up finds the files, each is opened when it is its
 * turn.
 *
 * <p><b>Threads.</b> As {@link Source}; a large file, and what is no regular file (a named pipe),
 * is read on a platform thread besides.
 *
 * <p><b>Ordering.</b> That of the files' names, then that in the file.
 *
 * <p><b>Back-pressure.</b> Holds 256 KiB, or as much as one long item takes, twice {@code
 * max_item_bytes} at most; of a large file 1 MiB of items besides, or four long ones.
 *
 * <p><b>Errors.</b> What is no item fails with its file and line, and reading goes on behind it: a
 * malformed line, one that is not UTF-8 or too long, a CSV row with too many or too few values. Of
 * one that is too long the first 4 KiB, the length and the SHA-256 are kept.
 *
 * <p><b>Delivery.</b> Best effort; after a restart it begins anew.
 *
 * <p><em>Emits when</em> an item was read. <em>Blocks when</em> downstream is full. <em>Completes
 * when</em> all files are read. <em>Fails when</em> a file is missing, is a folder or cannot be
 * read, when a pattern finds no file, when a sink of the same run writes the file, and when a CSV
 * header cannot be used.
 *
 * @since 0.1
 */
@Doc(
        "Reads items from one file or, with a pattern, from several, one after the other by name."
            + " What is no item (a malformed line, one that is not UTF-8 or too long) fails with"
            + " its file and line, and reading goes on behind it.")
@Example(
        """
        flights:
          type: FileSource
          config: { path: data/flights-*.ndjson.gz }
        """)
@Traits(cooperative = true, maxParallelism = 1)
public final class FileSource implements Source {

    /**
     * Options of {@link FileSource}.
     *
     * @param path which files
     * @param format how items are written in them
     * @param header whether the first row of a CSV file names its columns
     * @param types what the values of a CSV file become
     * @param delimiter what separates the columns of a CSV file
     * @param maxItemBytes how long an item may be
     */
    public record Config(
            @Doc(
                            "The file, or a pattern: `*`, `?`, `[a-c]` and `{a,b}` stand for parts"
                                    + " of a name, `**` for any number of folders. Files are read"
                                    + " by name; one whose name ends with `.gz` is unzipped.")
                    String path,
            @Doc(
                            "How items are written: `json_lines` (one JSON value per line, blank"
                                    + " lines are skipped), `json` (one array, its elements are the"
                                    + " items), `csv` or `lines` (each line is a text). Without it,"
                                    + " the name says it: `.ndjson` and `.jsonl`, `.json`, `.csv`"
                                    + " and `.tsv`, `.txt` and `.log`.")
                    Optional<Format> format,
            @Doc(
                            "Whether the first row of a CSV file names its columns; if not, they"
                                    + " are `c1`, `c2` and so on.")
                    @Default("true")
                    boolean header,
            @Doc(
                            "What the values of a CSV file become. `auto`: integers, decimal"
                                    + " numbers, `true`, `false` as such, an empty value null; all"
                                    + " else is text, also what is in quotes, a number with a"
                                    + " leading zero or an exponent, and an integer beyond 64 bits."
                                    + " `text`: all text.")
                    @Default("auto")
                    CsvTypes types,
            @Doc(
                            "What separates the columns of a CSV file, one ASCII character. Without"
                                    + " it a comma, in a `.tsv` file a tab.")
                    Optional<String> delimiter,
            @Doc("How long an item may be, in bytes; a longer one fails.")
                    @Default("10485760")
                    @Range(min = 1, max = 1 << 29)
                    int maxItemBytes) {

        /** Checks that there is a path whose format is known, or will be. */
        public Config {
            if (path.isBlank()) {
                throw new IllegalArgumentException("path: is empty; name a file");
            }
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (format.isEmpty() && Format.of(path) == null && !FilePattern.isPattern(name)) {
                throw Format.unknown(path);
            }
            delimiter.ifPresent(Format::checkDelimiter);
        }
    }

    /** A file to read, and how messages call it. */
    private record Input(Path file, String name, Format format) {}

    private final Config config;
    private final List<Input> inputs = new ArrayList<>();
    private Context context;
    private @Nullable ItemReader reader;
    private String name = "";

    /** Creates one. */
    public FileSource(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) throws Exception {
        this.context = context;
        Path file = context.resolve(config.path());
        if (Files.exists(file) || !FilePattern.isPattern(config.path())) {
            add(file, config.path());
            return;
        }
        Path folder = context.resolve("");
        for (Path found : find(folder, file)) {
            boolean inside = !config.path().startsWith("/") && found.startsWith(folder);
            add(found, (inside ? folder.relativize(found) : found).toString());
        }
    }

    private List<Path> find(Path folder, Path file) {
        List<Path> found;
        try {
            found = FilePattern.find(folder, config.path());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "path: '" + config.path() + "' is no pattern: " + e.getDescription(), e);
        } catch (IOException e) {
            throw FileProblem.reading(config.path(), file, e);
        }
        if (found.isEmpty()) {
            throw FileProblem.of(
                    config.path(),
                    file,
                    "matches no file; correct 'path', or make the files first");
        }
        return found;
    }

    private void add(Path file, String name) {
        try {
            file.getFileSystem().provider().checkAccess(file, AccessMode.READ);
        } catch (IOException e) {
            throw FileProblem.reading(name, file, e);
        }
        if (Files.isDirectory(file)) {
            throw FileProblem.of(
                    name, file, "is a folder; name its files, such as '" + name + "/*.ndjson'");
        }
        Format format = config.format().orElse(Format.of(name));
        if (format == null) {
            throw Format.unknown(name);
        }
        inputs.add(new Input(file, name, format));
    }

    @Override
    public void run(SourceOutput out) throws Exception {
        for (Input input : inputs) { // all sinks are set up now, and none has written yet
            if (Files.isRegularFile(input.file()) && TargetFile.isWritten(input.file())) {
                throw FileProblem.of(
                        input.name(),
                        input.file(),
                        "is written by this run as well; let the sink write another file");
            }
        }
        for (Input input : inputs) {
            name = input.name();
            try {
                send(input, out);
            } catch (IOException e) {
                throw FileProblem.reading(name, input.file(), e);
            }
            if (out.stopping()) {
                return;
            }
        }
    }

    private void send(Input input, SourceOutput out) throws Exception {
        if (ReadAhead.pays(input.file())) {
            try (ByteInput bytes = ByteInput.open(input.file());
                    ReadAhead items =
                            new ReadAhead(ItemReader.of(options(input), bytes, name), context)) {
                reader = items;
                send(items, out, name);
            }
        } else {
            try (ByteInput bytes = ByteInput.open(input.file(), context)) {
                ItemReader items = ItemReader.of(options(input), bytes, name);
                reader = items;
                send(items, out, name);
            }
        }
    }

    private ItemReader.Options options(Input input) {
        byte delimiter =
                config.delimiter()
                        .map(d -> (byte) d.charAt(0))
                        .orElse(Format.delimiter(input.name()));
        return new ItemReader.Options(
                input.format(), config.header(), config.types(), delimiter, config.maxItemBytes());
    }

    /** Sends all items of one reader. */
    static void send(ItemReader items, SourceOutput out, String name) throws Exception {
        while (!out.stopping()) {
            Document item;
            try {
                item = items.next();
            } catch (MalformedItem e) {
                out.fail(e.raw(), e.reason(), name + ":" + items.line());
                continue;
            }
            if (item == null) {
                return;
            }
            out.send(item);
        }
    }

    @Override
    public @Nullable Object position() {
        return reader == null ? null : name + ":" + reader.line();
    }
}

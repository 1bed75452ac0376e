package io.millrace.components.file;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Range;
import io.millrace.api.ReplayableSource;
import io.millrace.api.Since;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Reads items from one file or, with a pattern, from several, one after the other by name.
 *
 * <p>A byte-order mark is skipped, lines may end with carriage return and line feed, and a last
 * line without either is a line. A file without content gives no items.
 *
 * <p>With {@code follow} it waits for more, by looking every {@code poll_interval}. A file is known
 * by what it is (device and inode), not by its name: one that is renamed is read on until it has
 * not grown for an interval, then its last line counts without a line break, and one made under its
 * name is read from its start. One that was cut off, as seen by its length or its first KiB, is
 * warned of with both lengths, and read from its start; a piece of a line that was read before
 * fails. What comes and goes between two looks is not seen. At most 1,000 files are followed at
 * once.
 *
 * <p>A run that goes on from a checkpoint reads on behind the last item that was sent before it, in
 * the same file, then the files that were not begun, then those that have come since. A file is
 * known by its number in the file system and its first KiB; one of which a part was read and that
 * was cut off, replaced or removed meanwhile is what {@code on_lost} is for. While it follows, a
 * file that was renamed meanwhile is found again if it is in the same folder.
 *
 * <p><b>Lifecycle.</b> As {@link ReplayableSource}; set-up finds the files, each is opened when it
 * is its turn.
 *
 * <p><b>Threads.</b> As {@link ReplayableSource}; a large file, and what is no regular file (a
 * named pipe), is read on a platform thread besides.
 *
 * <p><b>Ordering.</b> That of the files' names, then that in the file.
 *
 * <p><b>Back-pressure.</b> Holds 256 KiB, or as much as one long item takes, twice {@code
 * max_item_bytes} at most; 768 KiB more of a large file.
 *
 * <p><b>Errors.</b> What is no item fails with its file and line, and reading goes on behind it: a
 * malformed line, one that is not UTF-8 or too long, a CSV row with too many or too few values. Of
 * one that is too long the first 4 KiB, the length and the SHA-256 are kept.
 *
 * <p><b>Delivery.</b> As {@link ReplayableSource}: each item once for each checkpoint; without
 * checkpoints best effort. What is no regular file cannot be read again.
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
@Behaviour(
        emits = "an item was read",
        blocks = "downstream is full",
        completes = "all files are read; never while it follows",
        fails =
                "a file is missing, is a folder or cannot be read, when a pattern finds no file,"
                    + " when a sink of the same run writes the file, and when a CSV header cannot"
                    + " be used",
        errors =
                "what was read is no item: a malformed line, one that is not UTF-8 or too long, a"
                        + " CSV row with too many or too few values")
@Since("0.1")
@Traits(cooperative = true, maxParallelism = 1)
public final class FileSource implements ReplayableSource {

    /** What happens when what was to be read next is not there any more. */
    public enum OnLost {
        /** The run does not start. */
        STOP,
        /** There is a warning, and what there is is read. */
        GO_ON
    }

    /**
     * Options of {@link FileSource}.
     *
     * @param path which files
     * @param format how items are written in them
     * @param header whether the first row of a CSV file names its columns
     * @param types what the values of a CSV file become
     * @param delimiter what separates the columns of a CSV file
     * @param maxItemBytes how long an item may be
     * @param follow whether to wait for more at the end
     * @param pollInterval how long to wait before looking for more
     * @param onLost what happens when what was to be read next is not there any more
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
                    int maxItemBytes,
            @Doc(
                            "Whether to go on where files grow, as a log does, until the run is"
                                + " stopped. A file that is renamed and made anew is read to its"
                                + " end, then the new one; one that is cut off is reported and read"
                                + " anew. A line is read when its line break is there. A file may"
                                + " come later, and with a pattern new files are found. Not for"
                                + " `json`; `.gz` files that a pattern finds are left out.")
                    @Default("false")
                    boolean follow,
            @Doc("How often to look for more while following, at least `1ms`.") @Default("250ms")
                    Duration pollInterval,
            @Doc(
                            "What happens when a run goes on from a checkpoint and a file of which"
                                    + " only a part was read was cut off, replaced or removed"
                                    + " meanwhile: `stop` does not start and says what is missing,"
                                    + " `go_on` warns of it and reads what there is, such a file"
                                    + " from its start.")
                    @Default("stop")
                    OnLost onLost) {

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
            if (follow && Format.isGzip(Path.of(name))) {
                throw new IllegalArgumentException(
                        "follow: a .gz file does not grow by lines; follow the file that is zipped"
                                + " later");
            }
            if (follow && format.orElse(Format.of(path)) == Format.JSON) {
                throw new IllegalArgumentException(
                        "follow: a JSON array has no next item once it is closed; write"
                                + " json_lines");
            }
            if (pollInterval.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException("poll_interval: must be at least 1ms");
            }
        }

        /** Creates one that reads files to their ends. */
        public Config(
                String path,
                Optional<Format> format,
                boolean header,
                CsvTypes types,
                Optional<String> delimiter,
                int maxItemBytes) {
            this(
                    path,
                    format,
                    header,
                    types,
                    delimiter,
                    maxItemBytes,
                    false,
                    Duration.ofMillis(250),
                    OnLost.STOP);
        }
    }

    /** A file to read, and how messages call it. */
    record Input(Path file, String name, Format format) {}

    private final Config config;
    private final List<Input> inputs = new ArrayList<>();
    private Context context;
    private int current; // which of the inputs
    private Place start = Place.START; // in it
    private @Nullable Fingerprint fingerprint; // of it, when it was opened
    private @Nullable ItemReader reader; // of it, while it is open
    private @Nullable Document names; // of all inputs
    private @Nullable FollowedFiles followed;
    private String name = "";

    /** Creates one. */
    public FileSource(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) throws Exception {
        this.context = context;
        inputs.addAll(find());
        if (config.follow()) {
            followed = new FollowedFiles(config, context, this::find, this::options);
        }
        if (inputs.isEmpty() && !config.follow()) {
            throw FileProblem.of(
                    config.path(),
                    context.resolve(config.path()),
                    "matches no file; correct 'path', or make the files first");
        }
        ReadFiles read = context.open(new ReadFiles());
        for (Input input : inputs) {
            try {
                read.add(input.file());
                refuseWritten(input); // before a sink has emptied it
            } catch (IOException e) {
                throw FileProblem.reading(input.name(), input.file(), e);
            }
        }
    }

    /** Finds the files that are there. */
    private List<Input> find() {
        Path file = context.resolve(config.path());
        if (!FilePattern.isPattern(config.path()) || Files.exists(file)) {
            boolean isAwaited = config.follow() && Files.notExists(file);
            return isAwaited ? List.of() : List.of(input(file, config.path()));
        }
        Path folder = context.resolve("");
        var found = new ArrayList<Input>();
        for (Path each : find(folder, file)) {
            boolean inside = !config.path().startsWith("/") && each.startsWith(folder);
            if (!(config.follow() && Format.isGzip(each))) { // what was rotated away, and zipped
                found.add(input(each, (inside ? folder.relativize(each) : each).toString()));
            }
        }
        return found;
    }

    private List<Path> find(Path folder, Path file) {
        try {
            return FilePattern.find(folder, config.path());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "path: '" + config.path() + "' is no pattern: " + e.getDescription(), e);
        } catch (IOException e) {
            throw FileProblem.reading(config.path(), file, e);
        }
    }

    private Input input(Path file, String name) {
        try {
            file.getFileSystem().provider().checkAccess(file, AccessMode.READ);
        } catch (IOException e) {
            throw FileProblem.reading(name, file, e);
        }
        if (Files.isDirectory(file)) {
            throw FileProblem.of(
                    name, file, "is a folder; name its files, such as '" + name + "/*.ndjson'");
        }
        if (config.follow() && !Files.isRegularFile(file)) {
            throw FileProblem.of(name, file, "is no regular file; read it without 'follow'");
        }
        Format format = config.format().orElse(Format.of(name));
        if (format == null) {
            throw Format.unknown(name);
        }
        return new Input(file, name, format);
    }

    @Override
    public void run(SourceOutput out) throws Exception {
        for (Input input : inputs) { // all sinks are set up now, and none has written yet
            refuseWritten(input);
        }
        if (followed != null) {
            followed.run(out);
            return;
        }
        for (; current < inputs.size(); current++) {
            Input input = inputs.get(current);
            name = input.name();
            try (ByteInput bytes = open(input)) {
                ItemReader items = ItemReader.of(options(input), bytes, name, start);
                reader = items;
                send(items, out, name);
            } catch (IOException e) {
                throw FileProblem.reading(name, input.file(), e);
            }
            if (out.stopping()) {
                return;
            }
            reader = null;
            fingerprint = null;
            start = Place.START;
        }
    }

    private ByteInput open(Input input) throws Exception {
        if (Files.isRegularFile(input.file())) {
            fingerprint = Fingerprint.of(input.file());
        }
        try {
            return ByteInput.open(input.file(), context, start.offset());
        } catch (EOFException e) {
            if (start.offset() == 0) {
                throw e;
            }
            gap().found(name, "ends before byte " + start.offset() + ", to which it was read");
            start = Place.START;
            return ByteInput.open(input.file(), context);
        }
    }

    private Gap gap() {
        return new Gap(config.onLost(), context);
    }

    @Override
    public Document nextPosition() {
        if (followed != null) {
            return followed.nextPosition();
        }
        if (names == null) {
            names = Document.array(inputs.stream().map(i -> Document.of(i.name())).toList());
        }
        Place place = reader == null ? start : reader.marked();
        Document.Builder position = place.document().put("files", names).put("file", current);
        return (fingerprint == null ? position : fingerprint.addTo(position)).build();
    }

    @Override
    public void startAt(Document position) throws IOException {
        if (config.follow() != (position.get("followed") != null)) {
            throw FileProblem.of(
                    config.path(),
                    context.resolve(config.path()),
                    "was read "
                            + (config.follow() ? "without" : "with")
                            + " 'follow' by the run that this one goes on from; say so again, or"
                            + " start over with --fresh");
        }
        if (followed != null) {
            followed.startAt(position);
            return;
        }
        Map<String, Input> found = new LinkedHashMap<>();
        inputs.forEach(input -> found.put(input.name(), input));
        inputs.clear();
        List<String> before = Place.texts(position.get("files"));
        int reached = (int) Place.field(position, "file").asLong();
        for (int i = 0; i < before.size(); i++) {
            Input input = found.remove(before.get(i));
            if (i < reached) {
                if (input != null) { // kept in mind, or it would be a new one next time
                    inputs.add(input);
                    current++;
                }
                continue;
            }
            Place place = i == reached ? Place.of(position) : Place.START;
            if (input == null) {
                gap().found(before.get(i), Gap.ofMissing(place));
                continue;
            }
            String missing = Gap.of(input.file(), place, Fingerprint.of(position));
            if (missing != null) {
                gap().found(input.name(), missing);
            } else if (i == reached) {
                start = place;
            }
            inputs.add(input);
        }
        inputs.addAll(found.values());
    }

    /** Fails for a file that a sink of this run writes. */
    static void refuseWritten(Input input) throws IOException {
        if (Files.isRegularFile(input.file()) && TargetFile.isWritten(input.file())) {
            throw FileProblem.of(
                    input.name(),
                    input.file(),
                    "is written by this run as well; let the sink write another file");
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
        while (true) {
            items.mark();
            if (out.stopping()) {
                return;
            }
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
    public boolean mayBeIdle() {
        return config.follow();
    }

    @Override
    public @Nullable Object position() {
        if (followed != null) {
            return followed.position();
        }
        return reader == null ? null : name + ":" + reader.line();
    }
}

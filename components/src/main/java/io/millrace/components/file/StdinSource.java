package io.millrace.components.file;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Example;
import io.millrace.api.Range;
import io.millrace.api.Since;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Supplier;

/**
 * Reads items from the process's standard input, as soon as they come.
 *
 * <p><b>Lifecycle.</b> As {@link Source}; there can be one in a process.
 *
 * <p><b>Threads.</b> As {@link Source}, and a platform thread that waits for input.
 *
 * <p><b>Ordering.</b> That of the input.
 *
 * <p><b>Back-pressure.</b> As {@link FileSource}; what writes to standard input then has to wait.
 *
 * <p><b>Errors.</b> As {@link FileSource}; the position is {@code stdin:17}.
 *
 * <p><b>Delivery.</b> Best effort: what was read cannot be read again.
 *
 * @since 0.1
 */
@Doc("Reads items from the process's standard input, as soon as they come.")
@Example(
        """
        events:
          type: StdinSource
        """)
@Behaviour(
        emits = "an item was read",
        blocks = "downstream is full, and while there is no input",
        completes = "the input ends, or the run stops",
        fails = "the input cannot be read, and when a CSV header cannot be used",
        errors = "what was read is no item, as in `FileSource`; the position is `stdin:17`")
@Since("0.1")
@Traits(cooperative = true, maxParallelism = 1)
public final class StdinSource implements Source {

    private static final String NAME = "stdin";

    /**
     * Options of {@link StdinSource}.
     *
     * @param format how items are written
     * @param header whether the first row of CSV names the columns
     * @param types what the values of CSV become
     * @param delimiter what separates the columns of CSV
     * @param maxItemBytes how long an item may be
     */
    public record Config(
            @Doc(
                            "How items are written: `json_lines` (one JSON value per line, blank"
                                    + " lines are skipped), `json` (one array, its elements are the"
                                    + " items), `csv` or `lines` (each line is a text).")
                    @Default("json_lines")
                    Format format,
            @Doc(
                            "Whether the first row of CSV names the columns; if not, they are `c1`,"
                                    + " `c2` and so on.")
                    @Default("true")
                    boolean header,
            @Doc("What the values of CSV become: `auto` or `text`, as for `FileSource`.")
                    @Default("auto")
                    CsvTypes types,
            @Doc("What separates the columns of CSV, one ASCII character.") @Default(",")
                    String delimiter,
            @Doc("How long an item may be, in bytes; a longer one fails.")
                    @Default("10485760")
                    @Range(min = 1, max = 1 << 29)
                    int maxItemBytes) {

        /** Checks the delimiter. */
        public Config {
            Format.checkDelimiter(delimiter);
        }
    }

    private final Config config;
    private final Supplier<ReadableByteChannel> channel;
    private Context context;
    private @Nullable ItemReader reader;

    /** Creates one. */
    public StdinSource(Config config) {
        this(config, () -> new FileInputStream(FileDescriptor.in).getChannel());
    }

    StdinSource(Config config, Supplier<ReadableByteChannel> channel) {
        this.config = config;
        this.channel = channel;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
    }

    @Override
    public void run(SourceOutput out) throws Exception {
        var options =
                new ItemReader.Options(
                        config.format(),
                        config.header(),
                        config.types(),
                        (byte) config.delimiter().charAt(0),
                        config.maxItemBytes());
        try (ByteInput bytes = ByteInput.of(channel.get(), context)) {
            ItemReader items = ItemReader.of(options, bytes, NAME);
            reader = items;
            FileSource.send(items, out, NAME);
        }
    }

    @Override
    public @Nullable Object position() {
        return reader == null ? null : NAME + ":" + reader.line();
    }
}

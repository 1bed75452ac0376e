package io.millrace.components.file;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.TransactionalSink.Sealed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;

/** One file, of which so much is committed as a checkpoint says: the rest is cut off. */
final class WholeFile implements Target {

    private final FileSink.Config config;
    private final Format format;
    private final byte delimiter;
    private final Context context;
    private final Path file;
    private final TargetFile target;
    private final boolean wasThere;
    private final AtomicBoolean hasName = new AtomicBoolean(); // that survives a loss of power
    private boolean goesOn;
    private @Nullable ItemWriter writer;

    WholeFile(FileSink.Config config, Format format, byte delimiter, Path file, Context context) {
        this.config = config;
        this.format = format;
        this.delimiter = delimiter;
        this.context = context;
        this.file = file;
        this.goesOn = context.isContinued();
        wasThere = Files.exists(file);
        if (!goesOn) {
            checkMode();
        }
        boolean appends = goesOn || config.mode() == FileSink.Mode.APPEND;
        target = TargetFile.open(file, config.path(), appends);
    }

    private void checkMode() {
        if (wasThere && config.mode() == FileSink.Mode.FAIL) {
            throw FileProblem.of(
                    config.path(), file, "is there already; move it away, or say another 'mode'");
        }
    }

    /** Returns the writer, which may depend on what is in the file. */
    private ItemWriter writer() throws Exception {
        ItemWriter known = writer;
        if (known == null) {
            boolean isEmpty = target.isEmpty();
            List<String> columns = goesOn && !isEmpty ? columnsOfFile() : config.columns();
            known = writer(columns, isEmpty);
            writer = known;
        }
        return known;
    }

    private ItemWriter writer(List<String> columns, boolean isEmpty) {
        boolean header = config.header() && isEmpty;
        return ItemWriter.of(new ItemWriter.Options(format, columns, header, delimiter));
    }

    /** Returns the columns of a file that is written on; refuses one that cannot be. */
    private List<String> columnsOfFile() throws Exception {
        if (format == Format.JSON) {
            throw FileProblem.of(
                    config.path(),
                    file,
                    "holds one JSON array, which a run that goes on cannot write on; say another"
                            + " 'path' for it, or format: json_lines");
        }
        FileChannel channel = target.channel();
        if (format != Format.CSV || !config.columns().isEmpty() || channel == null) {
            return config.columns();
        }
        if (!config.header()) {
            throw FileProblem.of(
                    config.path(),
                    file,
                    "does not say what its columns are, and a run that goes on writes the same;"
                            + " name them with 'columns'");
        }
        // by its own channel: closing another would release the lock
        InputStream bytes = Channels.newInputStream(channel.position(0));
        InputStream text = Format.isGzip(file) ? new GZIPInputStream(bytes) : bytes;
        return CsvReader.columns(new ByteInput(context, text, null, 0), delimiter);
    }

    @Override
    public void write(Document item) throws Exception {
        writer().write(item, target.out());
    }

    @Override
    public void end() throws Exception {
        writer().end(target.out());
        target.end();
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public Sealed seal(long epoch) throws Exception {
        Document state = writer().state();
        long length = target.sealed().length();
        Document reference = Document.object().put("length", length).put("writer", state).build();
        return new Sealed() {
            @Override
            public Document reference() {
                return reference;
            }

            @Override
            public void force() throws IOException {
                FileChannel channel = target.channel();
                if (channel != null) {
                    channel.force(true);
                    if (!hasName.get()) {
                        Durable.forceName(file);
                        hasName.set(true);
                    }
                }
            }
        };
    }

    @Override
    public void publish(Document sealed) {
        // it is in the file
    }

    @Override
    public void restore(long epoch, @Nullable Document sealed) throws Exception {
        goesOn = false;
        if (sealed == null) {
            checkMode();
            if (config.mode() != FileSink.Mode.APPEND) {
                target.clear();
            }
            return;
        }
        long length = Place.field(sealed, "length").asLong();
        if (target.channel() != null && target.size() < length) {
            throw FileProblem.of(
                    config.path(),
                    file,
                    "has %,d bytes, and the run that this one goes on from has committed %,d; put it back, or start over with --fresh"
                            .formatted(target.size(), length));
        }
        target.cut(length);
        ItemWriter restored = writer(config.columns(), length == 0);
        restored.restore(Place.field(sealed, "writer"));
        writer = restored;
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}

package io.millrace.components.file;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.TransactionalSink.Sealed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A file for each epoch that has items, which gets its name when the epoch is committed, and never
 * changes after that. Until then it is hidden beside, as {@code .out-next.ndjson} while it is
 * written and {@code .out-0000000017.ndjson} when it is sealed.
 */
final class EpochFiles implements Target {

    private static final int DIGITS = 10;

    private final FileSink.Config config;
    private final Format format;
    private final byte delimiter;
    private final Path folder;
    private final String stem;
    private final String ending;
    private final AtomicBoolean hasNames = new AtomicBoolean(); // of folders, on the disk
    private boolean goesOn;
    private TargetFile stage;
    private ItemWriter writer;
    private boolean hasItems;
    private boolean hasEnded;
    private boolean hasBegun; // this run has chosen its numbers
    private boolean hasSealed;
    private long base; // what is added to the number of an epoch

    EpochFiles(FileSink.Config config, Format format, byte delimiter, Path file, Context context) {
        this.config = config;
        this.format = format;
        this.delimiter = delimiter;
        String name = file.getFileName().toString();
        int zip = Format.isGzip(file) ? name.lastIndexOf('.') : name.length();
        int dot = name.lastIndexOf('.', zip - 1);
        stem = name.substring(0, dot > 0 ? dot : zip);
        ending = name.substring(stem.length());
        folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "it is in a folder");
        goesOn = context.isContinued();
        if (!goesOn) {
            checkMode();
        }
        stage = openStage();
        writer = newWriter();
    }

    private Path stagePath() {
        return folder.resolve("." + stem + "-next" + ending);
    }

    private TargetFile openStage() {
        return TargetFile.open(stagePath(), config.path(), false);
    }

    private ItemWriter newWriter() {
        return ItemWriter.of(
                new ItemWriter.Options(format, config.columns(), config.header(), delimiter));
    }

    private void checkMode() {
        if (config.mode() != FileSink.Mode.FAIL || !Files.isDirectory(folder)) {
            return;
        }
        try {
            List<Path> there = numbered("");
            if (!there.isEmpty()) {
                throw FileProblem.of(
                        config.path(),
                        there.getFirst(),
                        "is there already; move it away, or say another 'mode'");
            }
        } catch (IOException e) {
            throw FileProblem.writing(config.path(), folder, e);
        }
    }

    /** Returns the files with a number, by it; of the sealed ones if hidden. */
    private List<Path> numbered(String hidden) throws IOException {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (number(file, hidden) >= 0) {
                    found.add(file);
                }
            }
        }
        found.sort(null);
        return found;
    }

    private long number(Path file, String hidden) {
        String regex = Pattern.quote(hidden + stem + "-") + "(\\d{10,18})" + Pattern.quote(ending);
        Matcher matcher = Pattern.compile(regex).matcher(file.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private String name(long epoch) {
        return String.format(Locale.ROOT, "%s-%0" + DIGITS + "d%s", stem, base + epoch, ending);
    }

    /** Comes to terms with what earlier runs have left, before this one writes. */
    private void begin() throws IOException {
        if (hasBegun) {
            return;
        }
        hasBegun = true;
        for (Path sealed : numbered(".")) {
            Files.delete(sealed); // never committed
        }
        boolean clears = !goesOn && config.mode() == FileSink.Mode.OVERWRITE;
        for (Path published : numbered("")) {
            if (clears) {
                Files.delete(published);
            } else {
                base = Math.max(base, number(published, ""));
            }
        }
    }

    @Override
    public void write(Document item) throws Exception {
        begin();
        writer.write(item, stage.out());
        hasItems = true;
    }

    @Override
    public void end() throws IOException {
        begin();
        hasEnded = true;
    }

    @Override
    public void flush() throws IOException {
        stage.flush();
    }

    @Override
    public Sealed seal(long epoch) throws IOException {
        begin();
        hasSealed = true;
        Document.Builder reference = Document.object().put("base", base);
        Path sealed = folder.resolve("." + name(epoch));
        boolean isEmpty = !hasItems;
        if (hasItems) {
            finish(reference, epoch, sealed);
        }
        Document whole = reference.put("writer", writer.state()).build();
        return new Sealed() {
            @Override
            public Document reference() {
                return whole;
            }

            @Override
            public void force() throws IOException {
                if (!isEmpty) {
                    Durable.force(sealed);
                    if (hasNames.get()) {
                        Durable.forceFolder(folder);
                    } else {
                        Durable.forceName(sealed);
                        hasNames.set(true);
                    }
                }
            }
        };
    }

    /** Ends the file that is written, and begins another. */
    private void finish(Document.Builder reference, long epoch, Path sealed) throws IOException {
        writer.end(stage.out());
        CountedBytes written = stage.sealed();
        reference.put("file", name(epoch));
        reference.put("length", written.length()).put("checksum", written.checksum());
        stage.close();
        Files.move(stagePath(), sealed, StandardCopyOption.ATOMIC_MOVE);
        stage = openStage();
        Document state = writer.state().edit().put(ItemWriter.BEGUN, false).build();
        writer = newWriter();
        writer.restore(state);
        hasItems = false;
    }

    @Override
    public void publish(Document sealed) throws IOException {
        Document file = sealed.get("file");
        if (file == null) {
            return;
        }
        Path staged = folder.resolve("." + file.asString());
        Path published = folder.resolve(file.asString());
        if (Files.exists(staged)) {
            Files.move(staged, published, StandardCopyOption.ATOMIC_MOVE);
        } else if (!holds(published, sealed)) {
            throw FileProblem.of(
                    config.path(),
                    published,
                    "is committed, and neither it nor '"
                            + staged.getFileName()
                            + "' holds what was; put it back, or start over with --fresh");
        }
        try {
            Durable.forceFolder(folder);
        } catch (IOException e) {
            // another force of this name would prove nothing: it has to be given anew
            Files.move(published, staged, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
    }

    /** Returns whether a file is the one that was sealed. */
    private static boolean holds(Path file, Document sealed) throws IOException {
        if (!Files.isRegularFile(file)
                || Files.size(file) != Place.field(sealed, "length").asLong()) {
            return false;
        }
        var checksum = new CRC32C();
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] part = new byte[64 * 1024];
            for (int n = bytes.read(part); n >= 0; n = bytes.read(part)) {
                checksum.update(part, 0, n);
            }
        }
        return checksum.getValue() == Place.field(sealed, "checksum").asLong();
    }

    @Override
    public void restore(long epoch, @Nullable Document sealed) throws IOException {
        if (sealed == null) {
            goesOn = false;
            checkMode();
            begin();
            return;
        }
        hasBegun = true;
        base = Place.field(sealed, "base").asLong();
        Document kept = sealed.get("file");
        for (Path staged : numbered(".")) {
            if (kept == null || !staged.getFileName().toString().equals("." + kept.asString())) {
                Files.delete(staged);
            }
        }
        for (Path published : numbered("")) {
            if (number(published, "") > base + epoch) {
                throw FileProblem.of(
                        config.path(),
                        published,
                        "is of a later epoch than the "
                                + epoch
                                + " that this run goes on from: the state folder is older than"
                                + " what was written; put the newer one back, or move such files"
                                + " away, whose items come again, or start over with --fresh");
            }
        }
        writer.restore(Place.field(sealed, "writer").edit().put(ItemWriter.BEGUN, false).build());
    }

    @Override
    public void close() throws IOException {
        try (var last = stage) {
            if (!hasSealed && hasEnded && hasItems) { // without checkpoints, all is one epoch
                writer.end(last.out());
                last.sealed();
                Files.move(stagePath(), folder.resolve(name(1)), StandardCopyOption.ATOMIC_MOVE);
                return;
            }
        }
        Files.deleteIfExists(stagePath());
    }
}

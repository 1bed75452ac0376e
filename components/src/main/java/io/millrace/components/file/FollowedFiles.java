package io.millrace.components.file;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.SourceOutput;
import io.millrace.components.file.FileSource.Input;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads files that grow, until it is to stop. Each is known by what the file system says it is
 * (device and inode), so a renamed one is the same, and another under its name is another.
 */
final class FollowedFiles {

    /** How many are followed at once, at most; each is held open. */
    static final int MOST = 1_000;

    /** How many items of one are sent before the next one's turn. */
    private static final int TURN = 4_096;

    private final FileSource.Config config;
    private final Context context;
    private final Supplier<List<Input>> finder;
    private final Function<Input, ItemReader.Options> options;
    private final boolean isPattern;
    private final Map<Object, Followed> files = new LinkedHashMap<>();
    private @Nullable Followed current;
    private boolean hasSaidToWait;

    /**
     * Creates one.
     *
     * @param finder finds the files that are there
     * @param options says how one is read
     */
    FollowedFiles(
            FileSource.Config config,
            Context context,
            Supplier<List<Input>> finder,
            Function<Input, ItemReader.Options> options) {
        this.config = config;
        this.context = context;
        this.finder = finder;
        this.options = options;
        this.isPattern = FilePattern.isPattern(config.path());
    }

    /** A file that is being read. */
    private static final class Followed {
        final Object identity;
        final FollowedFile bytes;
        final ItemReader items;
        String name;
        boolean isGone; // its name stands for another file, or none
        boolean isQuiet; // an interval ago there was nothing to read, and it was gone

        Followed(Object identity, Input input, FollowedFile bytes, ItemReader items) {
            this.identity = identity;
            this.name = input.name();
            this.bytes = bytes;
            this.items = items;
        }
    }

    void run(SourceOutput out) throws Exception {
        try {
            while (!out.stopping()) {
                boolean isIdle = !look();
                for (Followed file : inTurn()) {
                    isIdle &= !send(file, out);
                }
                if (isIdle && !endQuiet()) {
                    context.sleep(config.pollInterval());
                }
            }
        } finally {
            for (Followed file : files.values()) {
                file.bytes.close();
            }
        }
    }

    /** Returns where the item that is being sent comes from. */
    @Nullable Object position() {
        Followed file = current;
        return file == null ? null : file.name + ":" + file.items.line();
    }

    /** Returns where to go on in each file. */
    Document nextPosition() {
        var places = new ArrayList<Document>();
        for (Followed file : files.values()) {
            Document.Builder place = file.items.marked().document().put("name", file.name);
            places.add(file.bytes.fingerprint().addTo(place).build());
        }
        return Document.object().put("followed", Document.array(places)).build();
    }

    /** Opens the files of a position where it was. */
    void startAt(Document position) throws IOException {
        var gap = new Gap(config.onLost(), context);
        List<Input> found = finder.get();
        Document places = Place.field(position, "followed");
        for (int i = 0; i < places.size(); i++) {
            String name = Place.field(places.at(i), "name").asString();
            Place place = Place.of(places.at(i));
            Fingerprint before = Fingerprint.of(places.at(i));
            Input input = find(name, before, found);
            String missing =
                    input == null ? Gap.ofMissing(place) : Gap.of(input.file(), place, before);
            if (input != null && missing == null) {
                open(identity(input.file()), input, place);
            } else if (place.offset() > 0) {
                gap.found(name, Objects.requireNonNull(missing));
            }
        }
    }

    /** Returns where a file is now: under any name of those found, or renamed beside its own. */
    private @Nullable Input find(String name, @Nullable Fingerprint before, List<Input> found)
            throws IOException {
        Input named = null;
        for (Input input : found) {
            if (isSame(input.file(), before)) {
                return input;
            }
            named = input.name().equals(name) ? input : named;
        }
        Path file = context.resolve(name);
        Path folder = file.getParent();
        if (folder != null && Files.isDirectory(folder)) {
            try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder)) {
                for (Path sibling : siblings) {
                    if (Files.isRegularFile(sibling) && isSame(sibling, before)) {
                        return new Input(sibling, name, format(name));
                    }
                }
            }
        }
        return named;
    }

    private static boolean isSame(Path file, @Nullable Fingerprint before) throws IOException {
        return before != null && !before.id().isEmpty() && Fingerprint.id(file).equals(before.id());
    }

    private Format format(String name) {
        return config.format()
                .or(() -> Optional.ofNullable(Format.of(name)))
                .orElseThrow(() -> Format.unknown(name));
    }

    /** Returns the files to read: of those that had one name, the oldest that is left. */
    private List<Followed> inTurn() {
        var all = List.copyOf(files.values());
        return isPattern || all.isEmpty() ? all : all.subList(0, 1);
    }

    /** Looks which files there are; returns whether one was found. */
    private boolean look() throws IOException {
        Map<Object, Input> found = new LinkedHashMap<>();
        for (Input input : finder.get()) {
            Object identity = identity(input.file());
            if (identity != null) {
                found.putIfAbsent(identity, input);
            }
        }
        for (Followed file : files.values()) {
            Input same = found.remove(file.identity);
            file.isGone = same == null;
            file.isQuiet &= file.isGone;
            file.name = same == null ? file.name : same.name();
        }
        if (found.isEmpty() && files.isEmpty() && !hasSaidToWait) {
            context.log().info("'{}' does not exist yet; waiting for it.", config.path());
        }
        hasSaidToWait = true;
        for (Map.Entry<Object, Input> each : found.entrySet()) {
            open(each.getKey(), each.getValue(), Place.START);
        }
        return !found.isEmpty();
    }

    /** Returns what tells a file from others; null if it is not there any more. */
    private static @Nullable Object identity(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file.toRealPath() : key;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void open(@Nullable Object identity, Input input, Place place) throws IOException {
        if (files.size() == MOST) {
            throw FileProblem.of(
                    config.path(),
                    context.resolve(config.path()),
                    "matches more than %,d files, which is too many to follow".formatted(MOST));
        }
        FileSource.refuseWritten(input);
        FollowedFile bytes;
        try {
            bytes =
                    new FollowedFile(
                            input.file(),
                            config.pollInterval(),
                            config.maxItemBytes(),
                            place.offset(),
                            context);
        } catch (IOException e) {
            if (Files.notExists(input.file())) {
                return; // it was there a moment ago
            }
            throw FileProblem.reading(input.name(), input.file(), e);
        }
        if (identity == null || !identity.equals(identity(input.file()))) {
            bytes.close(); // another one has the name since; the next look finds it
            return;
        }
        ItemReader.Options reading = options.apply(input);
        if (reading.format() == Format.CSV && reading.header() && place.columns().isEmpty()) {
            bytes.expectHeader();
        }
        ItemReader items = ItemReader.of(reading, bytes, input.name(), place);
        files.put(identity, new Followed(identity, input, bytes, items));
    }

    /** Sends what has been added to a file; returns whether there was anything. */
    private boolean send(Followed file, SourceOutput out) throws Exception {
        int sent = 0;
        while (sent < TURN && !out.stopping() && file.bytes.advance()) {
            sent++;
            current = file;
            file.bytes.beginItem();
            try {
                Document item = file.items.next();
                if (item == null) {
                    leave(file);
                    return true;
                }
                if (file.bytes.isTorn()) {
                    out.fail(item, torn(file), file.name + ":" + file.items.line());
                } else {
                    out.send(item);
                }
                file.items.mark();
            } catch (FollowedFile.NothingYet e) {
                file.items.mark();
                break; // only blank lines, or the header
            } catch (MalformedItem e) {
                Exception reason = file.bytes.isTorn() ? torn(file) : e.reason();
                out.fail(e.raw(), reason, file.name + ":" + file.items.line());
                file.items.mark();
            }
        }
        file.isQuiet &= sent == 0;
        return sent > 0;
    }

    /**
     * Ends files that are gone and have not grown for an interval; returns whether there is one.
     */
    private boolean endQuiet() {
        boolean isOneEnded = false;
        for (Followed file : inTurn()) {
            if (file.isGone && file.isQuiet) {
                file.bytes.end();
                isOneEnded = true;
            }
            file.isQuiet = file.isGone;
        }
        return isOneEnded;
    }

    private static DocumentException torn(Followed file) {
        return new DocumentException(
                "the file " + file.bytes.cut() + "; this is what was read of a line", -1);
    }

    /** Leaves a file that has ended; if it was cut off, the next look finds it again. */
    private void leave(Followed file) throws IOException {
        if (file.bytes.isTorn()) {
            context.log()
                    .warn(
                            "'{}' {}. It is read from its start again; what was written and cut off"
                                    + " between two looks is lost.",
                            file.name,
                            file.bytes.cut());
        }
        file.bytes.close();
        files.remove(file.identity);
    }
}

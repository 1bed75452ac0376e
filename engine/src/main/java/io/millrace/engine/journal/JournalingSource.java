package io.millrace.engine.journal;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.JournaledSource;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.engine.checkpoint.StateException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Writes what a source sends to a journal, from which it can be sent again. */
public final class JournalingSource implements ReplayableSource {

    private final JournaledSource source;
    private final Path folder;
    private @Nullable Journal journal;
    private Spot next = Spot.START; // where to go on
    private long added;
    private long forced;

    /**
     * Creates one.
     *
     * @param source whose items
     * @param folder of the journal, of this source alone
     */
    public JournalingSource(JournaledSource source, Path folder) {
        this.source = source;
        this.folder = folder;
    }

    /** Returns the folder that has a folder for each journal. */
    public static Path folder(Path stateFolder) {
        return stateFolder.resolve("journal");
    }

    /**
     * Deletes all journals of a state folder.
     *
     * @throws StateException if that cannot be
     */
    public static void forget(Path stateFolder) {
        Path folder = folder(stateFolder);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new StateException(
                    StateException.Code.STORAGE_FAILED,
                    "the journal in '%s' cannot be deleted: %s".formatted(folder, e.getMessage()),
                    e);
        }
    }

    @Override
    public void setup(Context context) throws Exception {
        journal = Journal.open(folder);
        source.setup(context);
    }

    private Journal journal() {
        if (journal == null) {
            throw new IllegalStateException("it was not set up");
        }
        return journal;
    }

    @Override
    public void startAt(Document position) {
        next = Spot.of(position);
    }

    @Override
    public void run(SourceOutput out) throws Exception {
        next =
                journal()
                        .replay(
                                next,
                                (spot, item) -> {
                                    next = spot;
                                    if (out.stopping()) {
                                        return false;
                                    }
                                    out.send(item);
                                    return true;
                                });
        if (!out.stopping()) {
            next = journal().end();
            source.run(new Journaling(out));
            settle();
        }
    }

    @Override
    public boolean mayBeIdle() {
        return source.mayBeIdle();
    }

    @Override
    public @Nullable Object position() {
        return source.position();
    }

    @Override
    public Document nextPosition() {
        settle();
        return next.document();
    }

    /** Forces what was added, and tells the source. */
    private void settle() {
        if (added > forced) {
            journal().force();
            forced = added;
            try {
                source.onJournaled(forced);
            } catch (RuntimeException e) {
                throw e;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }

    @Override
    public void onDurable(Document position) throws IOException {
        journal().forget(Spot.of(position));
    }

    @Override
    public void cleanup() throws Exception {
        try (Journal _ = journal) {
            source.cleanup();
        }
    }

    /** The output of the source: what is sent is added to the journal first. */
    private final class Journaling implements SourceOutput {

        private final SourceOutput out;

        Journaling(SourceOutput out) {
            this.out = out;
        }

        @Override
        public void send(Object item) throws InterruptedException {
            add(item);
            out.send(item);
            next = journal().end();
        }

        @Override
        public boolean trySend(Object item) throws InterruptedException {
            return send(item, Duration.ZERO);
        }

        /** Adds it when it has left: one that does not is not of this run. */
        @Override
        public boolean send(Object item, Duration atMost) throws InterruptedException {
            if (!out.send(item, atMost)) {
                return false;
            }
            add(item);
            next = journal().end();
            return true;
        }

        private void add(Object item) {
            try {
                journal().append(item);
                added++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void fail(Object raw, Exception cause, Object position) throws InterruptedException {
            out.fail(raw, cause, position);
        }

        @Override
        public boolean stopping() {
            return out.stopping();
        }

        @Override
        public String name() {
            return out.name();
        }

        @Override
        public boolean isBound() {
            return out.isBound();
        }
    }
}

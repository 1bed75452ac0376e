package io.millrace.components.file;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/** The records of a file by their keys, in memory. */
final class LookupFile {

    private static final int MOST_BYTES = 10 << 20; // of one record

    /** What tells one state of the file from another. */
    private record State(FileTime modified, long size, @Nullable Object key) {
        static State of(Path file) throws IOException {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new State(
                    attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    private record Found(Document record, long line) {}

    private final Enrich.Config config;
    private final Context context;
    private final Path file;
    private Map<String, Document> records = Map.of();
    private @Nullable State state;

    LookupFile(Enrich.Config config, Context context) {
        this.config = config;
        this.context = context;
        file = context.resolve(config.path());
    }

    /** Returns what is put into an item with this key, or null if there is no record. */
    @Nullable Document get(String key) {
        return records.get(key);
    }

    /** Returns a key as it is compared; null if it cannot be one. */
    static @Nullable String key(Document value) {
        return switch (value.kind()) {
            case STRING -> value.asString();
            case INTEGER, FLOAT, BIG, BOOLEAN -> value.toString();
            case OBJECT, ARRAY, NULL -> null;
        };
    }

    /**
     * Reads the file.
     *
     * @throws EnvironmentException if it cannot be used
     */
    void read() throws Exception {
        try {
            if (Files.isDirectory(file)) {
                throw FileProblem.of(config.path(), file, "is a folder; name a file");
            }
            state = State.of(file); // first: a change while it is read is seen next time
            records = load();
        } catch (IOException e) {
            throw FileProblem.reading(config.path(), file, e);
        }
    }

    /** Reads the file if it has changed; one that cannot be used is reported, once. */
    void readIfChanged() throws Exception {
        try {
            State now = State.of(file);
            if (now.equals(state)) {
                return;
            }
            state = now;
            records = load();
            context.log().debug("Read '{}' anew: {} records.", config.path(), records.size());
        } catch (IOException e) {
            if (state != null) {
                state = null;
                complain(FileProblem.reading(config.path(), file, e));
            }
        } catch (EnvironmentException e) {
            complain(e);
        }
    }

    private void complain(EnvironmentException problem) {
        context.log()
                .warn(
                        "The {} records read before stay in use: {}",
                        records.size(),
                        problem.getMessage());
    }

    private Map<String, Document> load() throws Exception {
        Format format = config.format().orElse(Format.of(config.path()));
        if (format == null) {
            throw Format.unknown(config.path());
        }
        var options =
                new ItemReader.Options(
                        format, true, CsvTypes.AUTO, Format.delimiter(config.path()), MOST_BYTES);
        var found = new HashMap<String, Found>();
        try (ByteInput bytes = ByteInput.open(file, context)) {
            ItemReader reader = ItemReader.of(options, bytes, config.path());
            for (Document each = next(reader); each != null; each = next(reader)) {
                add(each, reader.line(), found);
            }
        }
        var loaded = new HashMap<String, Document>(found.size() * 2);
        found.forEach((key, each) -> loaded.put(key, each.record()));
        return loaded;
    }

    private @Nullable Document next(ItemReader reader) throws Exception {
        try {
            return reader.next();
        } catch (MalformedItem e) {
            throw at(reader.line(), e.reason().getMessage());
        }
    }

    private void add(Document each, long line, Map<String, Found> found) {
        if (each.kind() != Document.Kind.OBJECT) {
            throw at(line, "this is no record with fields");
        }
        Document value = each.get(config.lookupKey());
        String key = value == null ? null : key(value);
        if (key == null) {
            throw at(
                    line,
                    "field '"
                            + config.lookupKey()
                            + "', the key, "
                            + (value == null ? "is missing" : "is no text, number or boolean"));
        }
        if (found.size() == config.maxEntries() && !found.containsKey(key)) {
            throw at(
                    line,
                    "there are more than "
                            + config.maxEntries()
                            + " records, which is max_entries; raise it if they fit into memory");
        }
        Found before = found.put(key, new Found(chosen(each), line));
        if (before != null) {
            throw at(line, "key '" + key + "' comes twice, first in line " + before.line());
        }
    }

    private Document chosen(Document each) {
        if (config.fields().isEmpty()) {
            return each;
        }
        Document.Builder chosen = Document.object();
        for (String name : config.fields()) {
            Document value = each.get(name);
            if (value != null) {
                chosen.put(name, value);
            }
        }
        return chosen.build();
    }

    private EnvironmentException at(long line, @Nullable String problem) {
        return new EnvironmentException(config.path() + ":" + line + ": " + problem, null);
    }
}

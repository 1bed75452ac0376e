package io.millrace.components.file;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Range;
import io.millrace.api.Since;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Adds to each item what a file knows under its key.
 *
 * <p>The file is read in set-up and held in memory; with {@code reload} it is looked at again, and
 * read anew when it has changed. One that cannot be used then is reported, and the records that are
 * there stay.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Holds at most {@code max_entries} records, while a changed file is read
 * twice as many.
 *
 * <p><b>Errors.</b> An item fails on which the key cannot be evaluated, or is no text, number or
 * boolean, one that is no object, and with {@code on_missing: error} one of which the file knows
 * nothing.
 *
 * <p><b>Delivery.</b> Each item leaves at most once.
 *
 * @since 0.1
 */
@Doc(
        "Adds to each item what a file knows under its key. The file is read before the first item"
                + " and held in memory. Keys are compared as they are written: `7` and `\"7\"` are"
                + " one key.")
@Example(
        """
        with_country:
          type: Enrich
          config:
            path: data/countries.csv
            lookup_key: code
            key: item.country
            into: country_record
            fields: [name, currency]
        """)
@Behaviour(
        emits = "an item arrives; not for one that is dropped because the file knows nothing of it",
        blocks = "downstream is full, and while a changed file is read",
        completes = "upstream ends",
        fails =
                "the file is missing, cannot be read, holds something that is no record, has a key"
                        + " twice or more records than `max_entries`; in set-up only",
        errors =
                "its key cannot be evaluated, or is no text, number or boolean, it is no object, or"
                        + " `on_missing` is `error` and the file knows nothing of it")
@Since("0.1")
public final class Enrich implements Handler<Document> {

    /** What happens to an item of which the file knows nothing. */
    public enum OnMissing {
        /** It is passed on as it is. */
        PASS,
        /** It fails. */
        ERROR,
        /** It is dropped, and counted. */
        DROP
    }

    /**
     * Options of {@link Enrich}.
     *
     * @param path the file
     * @param format how records are written in it
     * @param lookupKey the field of a record that holds its key
     * @param key what an item is looked up by
     * @param into the field that gets the record
     * @param fields which fields of the record
     * @param onMissing what happens where there is none
     * @param maxEntries how many records the file may have
     * @param reload how often to look whether it has changed
     */
    public record Config(
            @Doc("The file; one whose name ends with `.gz` is unzipped.") String path,
            @Doc(
                            "How its records are written: `json_lines`, `json` (one array) or"
                                    + " `csv`. Without it, the name says it, as for `FileSource`.")
                    Optional<Format> format,
            @Doc("The name of the field of a record that holds its key; each key comes once.")
                    String lookupKey,
            @Doc("What an item is looked up by: a CEL expression, such as `item.country`.")
                    Expression key,
            @Doc("The name of the field of the item that gets the record.") String into,
            @Doc("The names of the fields of the record to take; without it, all.") @Default("[]")
                    List<String> fields,
            @Doc(
                            "What happens to an item of which the file knows nothing: `pass` passes"
                                    + " it on as it is, `error` fails it, `drop` drops it and"
                                    + " counts it as `not_found`.")
                    @Default("pass")
                    OnMissing onMissing,
            @Doc("How many records the file may have; one that has more is refused.")
                    @Default("100000")
                    @Range(min = 1, max = 100_000_000)
                    int maxEntries,
            @Doc(
                            "How often to look whether the file has changed, and then read it anew."
                                    + " Without it, it is read once.")
                    Optional<Duration> reload) {

        /** Checks that the file's format is known. */
        public Config {
            fields = List.copyOf(fields);
            if (path.isBlank()) {
                throw new IllegalArgumentException("path: is empty; name a file");
            }
            if (into.isEmpty()) {
                throw new IllegalArgumentException("into: is empty; name a field");
            }
            if (format.orElse(Format.of(path)) == null) {
                throw Format.unknown(path);
            }
            if (format.orElse(Format.of(path)) == Format.LINES) {
                throw new IllegalArgumentException(
                        "format: lines have no fields; write json_lines, json or csv");
            }
            if (reload.isPresent() && reload.get().compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException("reload: must be at least 1ms");
            }
        }
    }

    private static final String RELOAD = "reload";

    private final Config config;
    private Context context;
    private LookupFile file;

    /** Creates one. */
    public Enrich(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) throws Exception {
        this.context = context;
        file = new LookupFile(config, context);
        file.read();
        config.reload().ifPresent(every -> context.startTimer(RELOAD, every));
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        if (item.kind() != Document.Kind.OBJECT) {
            throw new DocumentException("the item is no object, so nothing can be added to it", -1);
        }
        String key = LookupFile.key(config.key().evaluate(item, context));
        if (key == null) {
            throw new DocumentException("its key is no text, number or boolean", -1);
        }
        Document found = file.get(key);
        if (found != null) {
            out.send(item.edit().put(config.into(), found).build());
            return;
        }
        switch (config.onMissing()) {
            case PASS -> out.send(item);
            case ERROR ->
                    throw new DocumentException(
                            "no record of '" + key + "' in '" + config.path() + "'", -1);
            case DROP -> context.drop("not_found");
        }
    }

    @Override
    public void onTimer(String timer, Output out) throws Exception {
        file.readIfChanged();
        config.reload().ifPresent(every -> context.startTimer(RELOAD, every));
    }
}

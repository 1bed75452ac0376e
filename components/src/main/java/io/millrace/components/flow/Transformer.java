package io.millrace.components.flow;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Current;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.Mapping;
import io.millrace.api.Output;
import io.millrace.api.Since;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes of each item a new object ({@code fields}), or changes it ({@code drop}, then {@code
 * rename}, then {@code set}).
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Buffers nothing.
 *
 * <p><b>Errors.</b> An item on which an expression cannot be evaluated fails, and so does one that
 * is to be changed but is no object.
 *
 * <p><b>Delivery.</b> Each item leaves at most once.
 *
 * @since 0.1
 */
@Doc(
        "Makes of each item a new object (`fields`), or changes it: first `drop`, then `rename`,"
                + " then `set`.")
@Example(
        """
        speed:
          type: Transformer
          config:
            drop: [debug]
            rename: { dist: distance }
            set: { km_per_hour: item.dist / item.hours }
        """)
@Behaviour(
        emits = "an item arrives",
        blocks = "downstream is full",
        completes = "upstream ends",
        fails = "never",
        errors = "an expression cannot be evaluated on it, or it is to be changed but is no object")
@Since("0.1")
public final class Transformer implements Handler<Document> {

    /**
     * Options of {@link Transformer}: either {@code fields}, or any of the others.
     *
     * @param fields the object that takes the item's place
     * @param set fields to set in the item
     * @param drop names of fields to remove from the item
     * @param rename new names of fields, by their old ones
     */
    public record Config(
            @Doc(
                            "The new object: each leaf is a CEL expression over `item`. Not"
                                    + " together with the other options.")
                    Optional<Mapping> fields,
            @Doc(
                            "Fields to set, as in `fields`; the expressions see the item as it"
                                    + " came. A field that is there is replaced in its place,"
                                    + " others come at the end.")
                    Optional<Mapping> set,
            @Doc("Names of fields to remove; one that is not there is no error.") @Default("[]")
                    List<String> drop,
            @Doc(
                            "New names of fields, as `old: new`; a field that is not there is no"
                                    + " error, one that has the new name already is replaced.")
                    @Default("{}")
                    Map<String, String> rename) {

        /** Checks that it is said what to do, and in one way. */
        public Config {
            drop = List.copyOf(drop);
            rename = Collections.unmodifiableMap(new LinkedHashMap<>(rename));
            boolean changes = set.isPresent() || !drop.isEmpty() || !rename.isEmpty();
            if (fields.isPresent() && changes) {
                throw new IllegalArgumentException(
                        "fields: makes a new object, so 'set', 'drop' and 'rename' cannot be said"
                                + " beside it");
            }
            if (fields.isEmpty() && !changes) {
                throw new IllegalArgumentException(
                        "nothing to do: say 'fields', or any of 'set', 'drop', 'rename'");
            }
        }
    }

    private final Config config;
    private Current current;

    /** Creates one. */
    public Transformer(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) {
        current = context;
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        out.send(
                config.fields().isPresent()
                        ? config.fields().get().apply(item, current)
                        : change(item));
    }

    private Document change(Document item) {
        if (item.kind() != Document.Kind.OBJECT) {
            throw new DocumentException("the item is no object, so its fields cannot change", -1);
        }
        Document.Builder changed = item.edit();
        config.drop().forEach(changed::remove);
        config.rename().forEach(changed::rename);
        if (config.set().isPresent()) {
            Document values = config.set().get().apply(item, current);
            for (int i = 0; i < values.size(); i++) {
                changed.put(values.name(i), values.at(i));
            }
        }
        return changed.build();
    }
}

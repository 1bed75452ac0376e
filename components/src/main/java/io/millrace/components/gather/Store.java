package io.millrace.components.gather;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.MapState;
import io.millrace.api.Output;
import io.millrace.api.Range;
import io.millrace.api.Since;
import io.millrace.api.StateSpec;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Keeps records, and does with them what each item asks for.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; the records are state.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> One answer to each request, in their order; a list is in the order of
 * creation.
 *
 * <p><b>Back-pressure.</b> Keeps at most {@code max_entries} records.
 *
 * <p><b>Errors.</b> A request that cannot be understood fails, and so does one to create a record
 * where there is no room; the records stay as they are.
 *
 * <p><b>Delivery.</b> Each request is answered at most once.
 *
 * @since 0.1
 */
@Doc(
        "Keeps records, and does with them what each item asks for. A request is `{\"action\":"
            + " \"create\", \"id\": \"a\", \"data\": {…}}`; actions are `create`, `get`, `update`,"
            + " `delete` and `list`. The answer is `{status, id, data}`; its `status` is `created`,"
            + " `exists` (nothing was changed), `found`, `updated`, `deleted`, `listed` or"
            + " `not_found`. `create` without an `id` makes one up. `update` puts the fields of"
            + " `data` into the record's, and leaves the others. `list` answers with `data: [{id,"
            + " data}, …]`.")
@Example(
        """
        sessions:
          type: Store
          config: { max_entries: 50000 }
        """)
@Behaviour(
        emits = "a request arrives",
        blocks = "downstream is full",
        completes = "upstream ends",
        fails = "never",
        errors =
                "it is no object, has no `action` or an unknown one, lacks the `id` or `data` that"
                        + " the action needs, or creates a record beyond `max_entries`")
@Since("0.1")
@Traits(stateful = true)
public final class Store implements Handler<Document> {

    /**
     * Options of {@link Store}.
     *
     * @param maxEntries how many records are kept
     */
    public record Config(
            @Doc("How many records are kept, at most; a request to create one more fails.")
                    @Default("100000")
                    @Range(min = 1, max = 100_000_000)
                    int maxEntries) {}

    private final int maxEntries;
    private MapState<String, Document> records;
    private RandomGenerator random;

    /** Creates one. */
    public Store(Config config) {
        maxEntries = config.maxEntries();
    }

    @Override
    public void setup(Context context) {
        random = context.random();
        records = context.state(StateSpec.map("records", String.class, Document.class));
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        out.send(
                switch (action(item)) {
                    case "create" -> create(item);
                    case "get" -> get(id(item));
                    case "update" -> update(id(item), data(item));
                    case "delete" -> delete(id(item));
                    case "list" -> list();
                    case String other ->
                            throw wrong(
                                    "there is no action '"
                                            + other
                                            + "'; there are create, get, update, delete, list");
                });
    }

    private Document create(Document item) {
        Document data = data(item);
        String id = item.get("id") == null ? newId() : id(item);
        Document before = records.get(id);
        if (before != null) {
            return answer("exists", id, before);
        }
        if (records.size() == maxEntries) {
            throw new IllegalStateException(
                    "the store is full: it holds "
                            + maxEntries
                            + " records, which is its max_entries; delete some, or raise it");
        }
        records.put(id, data);
        return answer("created", id, data);
    }

    private Document get(String id) {
        Document found = records.get(id);
        return found == null ? notFound(id) : answer("found", id, found);
    }

    private Document update(String id, Document data) {
        Document before = records.get(id);
        if (before == null) {
            return notFound(id);
        }
        Document merged = merged(before, data);
        records.put(id, merged);
        return answer("updated", id, merged);
    }

    private static Document merged(Document before, Document data) {
        if (before.kind() != Document.Kind.OBJECT || data.kind() != Document.Kind.OBJECT) {
            return data;
        }
        Document.Builder merged = before.edit();
        for (int i = 0; i < data.size(); i++) {
            merged.put(data.name(i), data.at(i));
        }
        return merged.build();
    }

    private Document delete(String id) {
        Document removed = records.get(id);
        if (removed == null) {
            return notFound(id);
        }
        records.remove(id);
        return answer("deleted", id, removed);
    }

    private Document list() {
        List<Document> all = new ArrayList<>(records.size());
        for (Map.Entry<String, Document> entry : records.entries()) {
            all.add(
                    Document.object()
                            .put("id", entry.getKey())
                            .put("data", entry.getValue())
                            .build());
        }
        return answer("listed", null, Document.array(all));
    }

    private static Document notFound(String id) {
        return answer("not_found", id, Document.ofNull());
    }

    private static Document answer(String status, @Nullable String id, Document data) {
        return Document.object()
                .put("status", status)
                .put("id", id == null ? Document.ofNull() : Document.of(id))
                .put("data", data)
                .build();
    }

    private static String action(Document item) {
        if (item.kind() != Document.Kind.OBJECT) {
            throw wrong("a request must be an object: {\"action\": \"get\", \"id\": \"a\"}");
        }
        Document action = item.get("action");
        if (action == null || action.kind() != Document.Kind.STRING) {
            throw wrong(
                    "field 'action' "
                            + (action == null ? "is missing" : "is no text")
                            + "; say create, get, update, delete or list");
        }
        return action.asString();
    }

    private static String id(Document item) {
        Document id = item.get("id");
        if (id == null) {
            throw wrong("field 'id' is missing, which says what record is meant");
        }
        return switch (id.kind()) {
            case STRING -> id.asString();
            case INTEGER -> id.toString();
            case OBJECT, ARRAY, FLOAT, BIG, BOOLEAN, NULL ->
                    throw wrong("field 'id' must be a text or a whole number");
        };
    }

    private static Document data(Document item) {
        Document data = item.get("data");
        if (data == null) {
            throw wrong("field 'data' is missing, which is what to keep");
        }
        Document copy = Document.array(List.of(data)); // lets go of the item around it
        Gathering.Values.checkDepth(copy);
        return copy.at(0);
    }

    private String newId() {
        return new UUID(
                        (random.nextLong() & ~0xF000L) | 0x4000L,
                        (random.nextLong() >>> 2) | Long.MIN_VALUE)
                .toString();
    }

    private static DocumentException wrong(String message) {
        return new DocumentException(message, -1);
    }
}

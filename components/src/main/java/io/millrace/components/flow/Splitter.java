package io.millrace.components.flow;

import io.millrace.api.Behaviour;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Since;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * Makes an item of each element of an array field.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept; the elements of one item leave in the array's order.
 *
 * <p><b>Back-pressure.</b> Buffers nothing; waits between two elements while downstream is full.
 *
 * <p><b>Errors.</b> An item whose field is missing or no array fails, and so does one that has an
 * element to which no fields can be added; nothing of it is sent then.
 *
 * <p><b>Delivery.</b> Each element leaves at most once.
 *
 * @since 0.1
 */
@Doc("Makes an item of each element of an array field. An empty array gives no items.")
@Example(
        """
        lines:
          type: Splitter
          config: { field: order_lines, keep: [order_id], into: line }
        """)
@Behaviour(
        emits = "an item arrives, once per element: an empty array gives nothing",
        blocks = "downstream is full",
        completes = "upstream ends",
        fails = "never",
        errors =
                "its field is missing or no array, or has an element to which no fields can be"
                        + " added; nothing of it is sent then")
@Since("0.1")
public final class Splitter implements Handler<Document> {

    /**
     * Options of {@link Splitter}.
     *
     * @param field the array's name
     * @param keep fields of the item that each element gets
     * @param into the field that holds the element
     */
    public record Config(
            @Doc(
                            "The name of the field that holds the array. An item in which it is"
                                    + " missing or no array fails.")
                    String field,
            @Doc(
                            "Names of fields of the item to copy into each new item; a field that"
                                    + " is not there is left out. An element's own field wins over"
                                    + " one of the same name. Elements must then be objects,"
                                    + " unless `into` is given.")
                    @Default("[]")
                    List<String> keep,
            @Doc(
                            "The name of a field to put the element in, of a new object. Without"
                                    + " it, the element itself is the new item.")
                    Optional<String> into) {

        /** Copies the names. */
        public Config {
            keep = List.copyOf(keep);
            if (field.isEmpty()) {
                throw new IllegalArgumentException("field: is empty; name the array's field");
            }
        }
    }

    private final Config config;

    /** Creates one. */
    public Splitter(Config config) {
        this.config = config;
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        Document elements = array(item);
        for (int i = 0; i < elements.size(); i++) {
            out.send(wrap(item, elements.at(i)));
        }
    }

    /** Returns the array, when all of its elements can be wrapped. */
    private Document array(Document item) {
        Document elements = item.get(config.field());
        if (elements == null || elements.kind() != Document.Kind.ARRAY) {
            throw new DocumentException(
                    "field '"
                            + config.field()
                            + "' "
                            + (elements == null ? "is missing" : "is no array"),
                    -1);
        }
        if (!config.keep().isEmpty() && config.into().isEmpty()) {
            for (int i = 0; i < elements.size(); i++) {
                if (elements.kind(i) != Document.Kind.OBJECT) {
                    throw new DocumentException(
                            "element "
                                    + i
                                    + " of '"
                                    + config.field()
                                    + "' is no object, so no fields can be kept beside it:"
                                    + " name a field for it with 'into'",
                            -1);
                }
            }
        }
        return elements;
    }

    private Document wrap(Document item, Document element) {
        if (config.keep().isEmpty() && config.into().isEmpty()) {
            return element;
        }
        Document.Builder wrapped = Document.object();
        for (String name : config.keep()) {
            @Nullable Document kept = item.get(name);
            if (kept != null) {
                wrapped.put(name, kept);
            }
        }
        if (config.into().isPresent()) {
            return wrapped.put(config.into().get(), element).build();
        }
        for (int i = 0; i < element.size(); i++) {
            wrapped.put(element.name(i), element.at(i));
        }
        return wrapped.build();
    }
}

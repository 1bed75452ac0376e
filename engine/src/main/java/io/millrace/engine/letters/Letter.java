package io.millrace.engine.letters;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Document.Kind;
import io.millrace.api.DocumentException;
import io.millrace.graph.StreamSpec.Port;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * A dead letter: an error item, with what a replay needs besides.
 *
 * <p>Immutable and safe for any thread.
 *
 * @param document the whole of it
 * @since 0.1
 */
public record Letter(Document document) {

    private static final String ITEM = "item";
    private static final String BASE64 = "item_base64";
    private static final String ITEM_TYPE = "item_type";
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final String TO = "to";
    private static final String KEY = "key";
    private static final String EVENT_TIME = "event_time";
    private static final String REPLAYABLE = "replayable";
    private static final String EPOCH = "epoch";

    /**
     * Makes the letter of an item.
     *
     * @param error the error item, as {@code error} streams get it
     * @param item the item that failed
     * @param kept what the error item holds of it
     * @param arrival where, and what it had beside it
     * @param whole whether the error item holds all of the item
     * @param epoch the epoch that it belongs to; 0 where there are no checkpoints
     */
    public static Document of(
            Document.Builder error,
            Object item,
            Document kept,
            Arrival arrival,
            boolean whole,
            long epoch) {
        boolean asText =
                whole && item instanceof Document document && document.kind() != kept.kind();
        String type = asText ? KeptItem.JSON : KeptItem.type(item);
        if (type != null) {
            error.put(ITEM_TYPE, type);
        }
        if (arrival.input() != null) {
            error.put(INPUT, arrival.input());
        }
        if (arrival.output() != null && arrival.to() != null) {
            error.put(OUTPUT, arrival.output()).put(TO, arrival.to().toString());
        }
        if (arrival.key() != null) {
            error.put(KEY, KeptItem.key(arrival.key()));
        }
        if (arrival.timestamp() != Current.NO_TIMESTAMP) {
            error.put(EVENT_TIME, Instant.ofEpochMilli(arrival.timestamp()).toString());
        }
        boolean arrived = arrival.input() != null || arrival.to() != null;
        error.put(REPLAYABLE, whole && arrived && KeptItem.isKept(item));
        return (epoch == 0 ? error : error.put(EPOCH, epoch)).build(); // last, where it is found
    }

    /**
     * Reads a letter.
     *
     * @throws DocumentException if it is none
     */
    public static Letter parse(byte[] line) {
        var letter = new Letter(Document.parse(line));
        if (letter.document.get(ITEM) == null || letter.component().isEmpty()) {
            throw new DocumentException("this is no dead letter", 0);
        }
        return letter;
    }

    /** Returns the name of the component that the item failed in. */
    public String component() {
        return text("component");
    }

    /** Returns the category of the failure. */
    public String type() {
        return text("type");
    }

    /** Returns what is wrong with the item. */
    public String error() {
        return text("error");
    }

    /** Returns how often the item was tried in all. */
    public int attempts() {
        Document attempts = document.get("attempts");
        return attempts == null || attempts.kind() != Kind.INTEGER
                ? 1
                : Math.clamp(attempts.asLong(), 1, Integer.MAX_VALUE);
    }

    /** Returns when the item failed, or null if the letter does not say so. */
    public @Nullable Instant at() {
        try {
            return Instant.parse(text("timestamp"));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns whether the item can be put in again: it is whole, and had arrived somewhere. */
    public boolean isReplayable() {
        Document replayable = document.get(REPLAYABLE);
        return replayable != null
                && replayable.kind() == Kind.BOOLEAN
                && replayable.asBoolean()
                && (document.get(TO) == null || to() != null);
    }

    /** Returns where the item came from, or null if that is not known. */
    @Nullable String position() {
        String position = text("position");
        return position.isEmpty() ? null : position;
    }

    /** Returns the input that the item arrived on; null if it failed behind the component. */
    @Nullable String input() {
        String input = text(INPUT);
        return input.isEmpty() ? null : input;
    }

    /** Returns the output that the item was sent to, if it failed behind the component. */
    Port from() {
        return new Port(component(), text(OUTPUT));
    }

    /** Returns the input that the item was on its way to, if it failed before it. */
    @Nullable Port to() {
        String to = text(TO);
        int dot = to.lastIndexOf('.');
        return dot < 0 ? null : new Port(to.substring(0, dot), to.substring(dot + 1));
    }

    /**
     * Makes the item again.
     *
     * @return the item, or null if the letter does not hold one
     */
    @Nullable Object item() {
        Document item = document.get(ITEM);
        String type = text(ITEM_TYPE);
        String base64 = text(BASE64);
        if (item == null) {
            return null;
        }
        try {
            return KeptItem.restore(
                    type.isEmpty() ? null : type, item, base64.isEmpty() ? null : base64);
        } catch (DocumentException | DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns the item's key, or null. */
    @Nullable Object key() {
        return KeptItem.restoreKey(document.get(KEY));
    }

    /** Returns the item's event time, or {@link Current#NO_TIMESTAMP}. */
    long timestamp() {
        try {
            return Instant.parse(text(EVENT_TIME)).toEpochMilli();
        } catch (DateTimeException e) {
            return Current.NO_TIMESTAMP;
        }
    }

    /** Returns what stands beside the item, for expressions. */
    Current current() {
        Object key = key();
        long timestamp = timestamp();
        String input = text(INPUT);
        return new Current() {
            @Override
            public @Nullable Object key() {
                return key;
            }

            @Override
            public long timestamp() {
                return timestamp;
            }

            @Override
            public String stream() {
                return input;
            }
        };
    }

    private String text(String field) {
        Document value = document.get(field);
        return value == null || value.kind() != Kind.STRING ? "" : value.asString();
    }
}

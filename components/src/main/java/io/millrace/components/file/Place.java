package io.millrace.components.file;

import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A place between two items of a text, from which a reader can go on.
 *
 * @param offset how many bytes come before it, unzipped
 * @param line how many lines were begun before it, as the reader counts them
 * @param within what comes next, where the format has more to say of that; else empty
 * @param columns the columns of CSV; empty if they are not known yet
 */
record Place(long offset, long line, String within, List<String> columns) {

    static final Place START = new Place(0, 0, "", List.of());

    /** Returns it as a part of a position. */
    Document.Builder document() {
        Document.Builder place = Document.object().put("offset", offset).put("line", line);
        if (!within.isEmpty()) {
            place.put("within", within);
        }
        if (!columns.isEmpty()) {
            place.put("columns", Document.array(columns.stream().map(Document::of).toList()));
        }
        return place;
    }

    static Place of(Document place) {
        Document within = place.get("within");
        return new Place(
                field(place, "offset").asLong(),
                field(place, "line").asLong(),
                within == null ? "" : within.asString(),
                texts(place.get("columns")));
    }

    /** Returns a field that is there. */
    static Document field(Document position, String name) {
        return Objects.requireNonNull(position.get(name), name);
    }

    /** Returns the texts of a list, which may be missing. */
    static List<String> texts(@Nullable Document list) {
        var texts = new ArrayList<String>();
        for (int i = 0; list != null && i < list.size(); i++) {
            texts.add(list.at(i).asString());
        }
        return texts;
    }
}

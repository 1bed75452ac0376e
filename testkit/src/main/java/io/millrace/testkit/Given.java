package io.millrace.testkit;

import io.millrace.api.Document;
import io.millrace.graph.Quantities;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Items that a test gives to an input, each at once or at a time.
 *
 * <p>Immutable, and iterated over anew by each run; safe for any thread.
 *
 * @since 0.1
 */
public final class Given implements Iterable<Given.Timed> {

    private final Iterable<Timed> items;

    private Given(Iterable<Timed> items) {
        this.items = items;
    }

    /**
     * An item and when it is sent.
     *
     * @param at when, from the start of the run, in virtual time; null for as soon as the item
     *     before it was taken
     * @param item the item
     */
    public record Timed(@Nullable Duration at, Object item) {}

    /**
     * Gives items, one after the other.
     *
     * @param items the items; one that is a {@link Given} stands for all of its own
     */
    public static Given items(Object... items) {
        return new Given(
                () ->
                        Arrays.stream(items)
                                .flatMap(
                                        item ->
                                                item instanceof Given given
                                                        ? given.stream()
                                                        : Stream.of(new Timed(null, item)))
                                .iterator());
    }

    /** Gives the items of a list. */
    public static Given of(List<?> items) {
        return items(items.toArray());
    }

    /**
     * Gives documents written as JSON.
     *
     * @param text one document in each line, or one array over any number of lines, which gives its
     *     elements
     */
    public static Given json(String text) {
        String json = text.strip();
        if (json.startsWith("[")) {
            Document array = Document.parse(json);
            return new Given(
                    () ->
                            IntStream.range(0, array.size())
                                    .mapToObj(array::at)
                                    .map(Given::now)
                                    .iterator());
        }
        List<Document> documents =
                json.lines().filter(line -> !line.isBlank()).map(Document::parse).toList();
        return of(documents);
    }

    /**
     * Gives the documents of a file, one in each line; it is read when this is called.
     *
     * @throws IOException if it cannot be read
     */
    public static Given jsonLines(Path file) throws IOException {
        var documents = new ArrayList<Document>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                documents.add(Document.parse(line));
            }
        }
        return of(documents);
    }

    /**
     * Gives items that are made when they are sent, so that there may be very many.
     *
     * @param count how many
     * @param item makes one, by its number from 0
     */
    public static Given generated(int count, IntFunction<?> item) {
        return new Given(() -> IntStream.range(0, count).mapToObj(item).map(Given::now).iterator());
    }

    /**
     * Gives items at a time.
     *
     * @param time from the start of the run, in virtual time, as a blueprint has it: {@code 10s},
     *     {@code 1m30s}
     * @param items the items; all of them at that time
     */
    public static Given at(String time, Object... items) {
        Duration at = duration(time);
        return of(List.of(items)).timed(_ -> at);
    }

    /** Returns these at equal distances, the first at the start of the run. */
    public Given every(String interval) {
        Duration each = duration(interval);
        return timed(each::multipliedBy);
    }

    /** Returns these and then others. */
    public Given then(Object... others) {
        return items(this, items(others));
    }

    /** Returns the items in order, each with its time. */
    public Stream<Timed> stream() {
        var all = new ArrayList<Timed>();
        items.forEach(all::add);
        return all.stream();
    }

    @Override
    public Iterator<Timed> iterator() {
        return items.iterator();
    }

    /** Returns the first of these. */
    Given first(long count) {
        return new Given(() -> stream().limit(count).iterator());
    }

    private Given timed(LongFunction<Duration> time) {
        return new Given(
                () -> {
                    var each = items.iterator();
                    return Stream.iterate(0L, n -> n + 1)
                            .takeWhile(_ -> each.hasNext())
                            .map(n -> new Timed(time.apply(n), each.next().item()))
                            .iterator();
                });
    }

    private static Timed now(Object item) {
        return new Timed(null, item);
    }

    private static Duration duration(String text) {
        Duration duration = Quantities.duration(text);
        if (duration == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration such as 250ms or 10s");
        }
        return duration;
    }
}

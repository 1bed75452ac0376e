package io.millrace.crashlab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a round puts in, and how fast.
 *
 * @param seed what all events follow from
 * @param items how many events an input has
 * @param keys how many keys
 * @param pace how many items a source sends in 10 ms
 * @param intervalMillis how long from a checkpoint to the next
 */
record Load(long seed, int items, int keys, int pace, int intervalMillis) {

    /** Returns the events of an input. */
    List<Event> events(String source) {
        var events = new ArrayList<Event>(items);
        for (int seq = 0; seq < items; seq++) {
            events.add(Event.of(seed, source, seq, keys));
        }
        return events;
    }

    /** Writes an input, each line as often as told. */
    static void write(Path file, List<Event> events) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Event event : events) {
                out.write(event.json());
                out.write('\n');
            }
        }
    }
}

package io.millrace.crashlab;

import tools.jackson.databind.JsonNode;

/**
 * A line of an input. All of it follows from the seed and from the first three, so a checker that
 * knows the seed knows what every line must hold.
 *
 * @param source which input it is of
 * @param seq its number there
 * @param key what it belongs to
 * @param at its event time, in milliseconds since 1970-01-01T00:00Z
 * @param value a small number, to be added up
 * @param payload a text that cannot be guessed
 */
record Event(String source, int seq, String key, long at, int value, String payload) {

    /** 2026-01-01T00:00Z; the n-th event is n milliseconds later, a little more or less. */
    static final long START = 1_767_225_600_000L;

    /** How much earlier than one before it an event may be, in milliseconds. */
    static final int DISORDER = 40;

    static Event of(long seed, String source, int seq, int keys) {
        long hash = mix(mix(seed ^ source.hashCode()) + seq);
        return new Event(
                source,
                seq,
                "k" + Math.floorMod(hash, keys),
                START + seq + Math.floorMod(hash >>> 20, DISORDER),
                (int) Math.floorMod(hash >>> 40, 1000L),
                payload(seed, source, seq));
    }

    /** Returns what the line of these must hold. */
    static String payload(long seed, String source, int seq) {
        return Long.toHexString(mix(mix(~seed ^ source.hashCode()) + seq));
    }

    /** Returns a line of an output that holds the same. */
    Line line(String group) {
        return new Line(id(), group, content());
    }

    /** Returns a line of an output that is an event as it came in. */
    static Line line(JsonNode json, String group) {
        var event =
                new Event(
                        json.path("source").asString(""),
                        json.path("seq").asInt(-1),
                        json.path("key").asString(""),
                        json.path("at").asLong(-1),
                        json.path("value").asInt(-1),
                        json.path("payload").asString(""));
        return event.line(group);
    }

    String id() {
        return source + "/" + seq;
    }

    String content() {
        return key + " " + at + " " + value + " " + payload;
    }

    String json() {
        return "{\"source\":\"%s\",\"seq\":%d,\"key\":\"%s\",\"at\":%d,\"value\":%d,\"payload\":\"%s\"}"
                .formatted(source, seq, key, at, value, payload);
    }

    /** The finalizer of SplitMix64. */
    static long mix(long z) {
        z = (z + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

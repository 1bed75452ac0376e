package io.millrace.engine.state;

import io.millrace.api.Document;

import java.util.SplittableRandom;

/** Which instance a key belongs to, and where it stands in a table. */
public final class KeyHash {

    /*
     * Whose keys come from outside must not let them choose what collides: texts of one hashCode
     * are made in no time. So a table's hash has a secret of the process in every step, and only
     * the instance of a key, which a restart has to find again, goes by its hashCode. What it does
     * not look into, such as a record that a component uses as a key, counts by its own hashCode.
     */

    private static final long SECRET = new SplittableRandom().nextLong();
    private static final long FACTOR = new SplittableRandom().nextLong() | 1;

    private KeyHash() {}

    /** Returns the instance of a key: its items go there, and its state is there. */
    public static int instance(Object key, int parallelism) {
        int x = key.hashCode(); // mixed by the finalizer of MurmurHash3
        x ^= x >>> 16;
        x *= 0x85ebca6b;
        x ^= x >>> 13;
        x *= 0xc2b2ae35;
        return Math.floorMod(x ^ x >>> 16, parallelism);
    }

    /** Returns the hash of a key, another one in each process. */
    static int of(Object key) {
        long mixed =
                switch (key) {
                    case Long number -> mix(SECRET, number);
                    case String text -> ofText(text);
                    case Double number -> mix(SECRET, Double.doubleToLongBits(number));
                    case Document document -> ofDocument(document);
                    default -> mix(SECRET, key.hashCode());
                };
        return (int) (mixed >>> 32);
    }

    private static long ofText(String text) {
        int length = text.length();
        long hash = SECRET + length;
        int at = 0;
        for (; at + 4 <= length; at += 4) {
            hash =
                    mix(
                            hash,
                            text.charAt(at)
                                    | (long) text.charAt(at + 1) << 16
                                    | (long) text.charAt(at + 2) << 32
                                    | (long) text.charAt(at + 3) << 48);
        }
        long rest = 0;
        for (; at < length; at++) {
            rest = rest << 16 | text.charAt(at);
        }
        return mix(hash, rest);
    }

    /** Returns the same for documents that are equal. */
    private static long ofDocument(Document document) {
        return switch (document.kind()) {
            case STRING -> ofText(document.asString());
            case INTEGER -> mix(SECRET, document.asLong());
            case FLOAT -> mix(~SECRET, Double.doubleToLongBits(document.asDouble() + 0.0));
            case BIG, BOOLEAN, NULL -> ofText(document.toString());
            case ARRAY -> {
                long hash = SECRET;
                for (int slot = 0; slot < document.size(); slot++) {
                    hash = mix(hash, ofDocument(document.at(slot)));
                }
                yield hash;
            }
            case OBJECT -> { // whatever the order of its fields
                long hash = SECRET;
                for (int slot = 0; slot < document.size(); slot++) {
                    hash += mix(ofText(document.name(slot)), ofDocument(document.at(slot)));
                }
                yield mix(hash, document.size());
            }
        };
    }

    private static long mix(long hash, long value) {
        long x = (hash ^ value) * FACTOR;
        x ^= x >>> 32;
        x *= 0x9E3779B97F4A7C15L;
        return x ^ x >>> 29;
    }
}

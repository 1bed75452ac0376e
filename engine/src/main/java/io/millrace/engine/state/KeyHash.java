package io.millrace.engine.state;

/** Which instance a key belongs to: its items go there, and its state is there. */
public final class KeyHash {

    private KeyHash() {}

    /** Returns the instance of a key. */
    public static int instance(Object key, int parallelism) {
        return Math.floorMod(of(key), parallelism);
    }

    /** Mixes the bits of a key's hash (the finalizer of MurmurHash3). */
    static int of(Object key) {
        int x = key.hashCode();
        x ^= x >>> 16;
        x *= 0x85ebca6b;
        x ^= x >>> 13;
        x *= 0xc2b2ae35;
        return x ^ x >>> 16;
    }
}

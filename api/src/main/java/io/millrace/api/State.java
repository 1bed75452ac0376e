package io.millrace.api;

/**
 * What a component remembers from item to item, kept by the engine: part of every checkpoint, and
 * there again after a restart. Declared in {@link Component#setup} by {@link Context#state}.
 *
 * <p><b>Lifecycle.</b> Usable from the call of {@link Context#state} to the end of {@link
 * Component#cleanup}. Empty during set-up; what was there at the last checkpoint is there from the
 * first call after it.
 *
 * <p><b>Threads.</b> Of the component's own thread alone.
 *
 * <p><b>Ordering.</b> A read sees the last write.
 *
 * <p><b>Back-pressure.</b> None; the bounds of a {@link StateSpec} keep it small.
 *
 * <p><b>Errors.</b> Values are immutable and of types that can be kept: {@link Document}, {@link
 * String}, {@code byte[]}, boxed primitives, {@link java.time.Instant}, and records, lists and
 * enums of these. Another type is an {@link IllegalArgumentException} at the declaration.
 *
 * <p><b>Delivery.</b> As the checkpoint that holds it: after a failure it is as it was at the last
 * committed one, and the items since then come again.
 *
 * @since 0.2
 */
public sealed interface State permits ValueState, ListState, MapState {

    /** Removes all of it; of the current key alone where the state is {@link StateSpec#perKey}. */
    void clear();

    /** Returns whether there is nothing; of the current key where it is per key. */
    boolean isEmpty();
}

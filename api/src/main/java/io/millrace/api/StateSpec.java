package io.millrace.api;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/**
 * The declaration of a {@link State}: its name, which is what finds it again after a restart, its
 * types and its bounds.
 *
 * <pre>{@code
 * seen = context.state(StateSpec.value("seen", Boolean.class).perKey().ttl(Duration.ofHours(1)));
 * }</pre>
 *
 * @param name unique within the component, in snake case
 * @param shape one value, a list or a map
 * @param keyType the type of a map's keys; null for the others
 * @param valueType the type of the values
 * @param scope what it belongs to
 * @param ttl how long after its last write a value (or an entry of a map) goes; null to keep it
 * @param clock by which time it goes
 * @param maxKeys how many keys (of a map that is not per key: how many entries) are kept at most;
 *     the one that was first put goes first. 0 for no bound
 * @param renamedFrom the name it had in an earlier version of the component; null if it had none
 * @param <S> the state declared
 * @since 0.2
 */
public record StateSpec<S extends State>(
        String name,
        Shape shape,
        @Nullable Class<?> keyType,
        Class<?> valueType,
        Scope scope,
        @Nullable Duration ttl,
        TimeKind clock,
        int maxKeys,
        @Nullable String renamedFrom) {

    /** What a state holds. */
    public enum Shape {
        /** {@link ValueState}. */
        VALUE,
        /** {@link ListState}. */
        LIST,
        /** {@link MapState}. */
        MAP
    }

    /** What a state belongs to. */
    public enum Scope {
        /** The instance of the component. */
        INSTANCE,
        /** The key of the item being handled; another for each key. */
        KEY
    }

    /** Checks the bounds. */
    public StateSpec {
        Objects.requireNonNull(name, "name");
        if (maxKeys < 0) {
            throw new IllegalArgumentException("max_keys: must be at least 0, not " + maxKeys);
        }
        if (ttl != null && (ttl.isZero() || ttl.isNegative())) {
            throw new IllegalArgumentException("ttl: must be above zero, not " + ttl);
        }
    }

    /** Declares one value. */
    public static <T> StateSpec<ValueState<T>> value(String name, Class<T> type) {
        return of(name, Shape.VALUE, null, type);
    }

    /** Declares a list. */
    public static <T> StateSpec<ListState<T>> list(String name, Class<T> type) {
        return of(name, Shape.LIST, null, type);
    }

    /** Declares a map. */
    public static <K, V> StateSpec<MapState<K, V>> map(
            String name, Class<K> keys, Class<V> values) {
        return of(name, Shape.MAP, keys, values);
    }

    private static <S extends State> StateSpec<S> of(
            String name, Shape shape, @Nullable Class<?> keyType, Class<?> valueType) {
        return new StateSpec<>(
                name,
                shape,
                keyType,
                valueType,
                Scope.INSTANCE,
                null,
                TimeKind.PROCESSING_TIME,
                0,
                null);
    }

    /** Returns one that belongs to the key of the item being handled. */
    public StateSpec<S> perKey() {
        return new StateSpec<>(
                name, shape, keyType, valueType, Scope.KEY, ttl, clock, maxKeys, renamedFrom);
    }

    /** Returns one whose values go so long after their last write, on the run's clock. */
    public StateSpec<S> ttl(Duration time) {
        return ttl(time, TimeKind.PROCESSING_TIME);
    }

    /**
     * Returns one whose values go so long after their last write.
     *
     * @param time in event time measured from the later one of the item's timestamp and the
     *     watermark, until the watermark
     * @param kind by which clock
     */
    public StateSpec<S> ttl(Duration time, TimeKind kind) {
        return new StateSpec<>(
                name, shape, keyType, valueType, scope, time, kind, maxKeys, renamedFrom);
    }

    /** Returns one that keeps so many keys at most. */
    public StateSpec<S> maxKeys(int keys) {
        return new StateSpec<>(
                name, shape, keyType, valueType, scope, ttl, clock, keys, renamedFrom);
    }

    /** Returns one that takes over what was kept under another name. */
    public StateSpec<S> renamedFrom(String earlier) {
        return new StateSpec<>(
                name, shape, keyType, valueType, scope, ttl, clock, maxKeys, earlier);
    }
}

package io.millrace.engine.state;

import io.millrace.api.Clock;
import io.millrace.api.Current;
import io.millrace.api.State;
import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The states of one instance of a component, in memory.
 *
 * <p>Names that begin with {@code $} are the engine's own. Of the instance's thread alone.
 */
public final class StateTables {

    private final String component;
    private final Current current;
    private final Map<String, Table<?>> tables = new LinkedHashMap<>();

    /**
     * Makes one without states.
     *
     * @param component the component's name
     * @param instance which of its instances, from 0
     * @param current knows the current key
     * @param clock the run's
     */
    public StateTables(String component, int instance, Current current, Clock clock) {
        this.component = component;
        this.current = current;
    }

    /**
     * Declares a state.
     *
     * @throws IllegalArgumentException if there is one of this name
     */
    public <S extends State> S declare(StateSpec<S> spec) {
        Table<?> table =
                switch (spec.shape()) {
                    case VALUE -> new ValueTable<>(spec, current);
                    case LIST -> new ListTable<>(spec, current);
                    case MAP -> new MapTable<>(spec, current);
                };
        if (tables.putIfAbsent(spec.name(), table) != null) {
            throw new IllegalArgumentException(
                    "component '%s' declares the state '%s' twice"
                            .formatted(component, spec.name()));
        }
        @SuppressWarnings("unchecked") // the shape is that of S
        S state = (S) table;
        return state;
    }

    /**
     * Calls for each key that a state holds something of, the eldest first; for the state, this key
     * is the current one meanwhile, null for the one of no key. It may be removed then; no other
     * may.
     */
    public void forEachKey(State state, Consumer<@Nullable Object> action) {
        if (!(state instanceof Table<?> table)) {
            throw new IllegalArgumentException("not one of these states");
        }
        table.forEachKey(action);
    }
}

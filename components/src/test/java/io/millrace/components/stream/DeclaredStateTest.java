package io.millrace.components.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.ListState;
import io.millrace.api.MapState;
import io.millrace.api.Output;
import io.millrace.api.StateSpec;
import io.millrace.api.Timers;
import io.millrace.api.ValueState;
import io.millrace.components.Options;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which state the variants declare. */
class DeclaredStateTest {

    private static final InvocationHandler NOTHING = (_, _, _) -> null;

    private static <T> T made(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static List<String> declared(Component component) throws Exception {
        var names = new ArrayList<String>();
        Context context =
                made(
                        Context.class,
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "state" -> {
                                        var spec = (StateSpec<?>) arguments[0];
                                        assertThat(spec.scope()).isEqualTo(StateSpec.Scope.KEY);
                                        names.add(spec.name());
                                        yield state(spec);
                                    }
                                    case "timers" -> made(Timers.class, NOTHING);
                                    case "output" -> made(Output.class, NOTHING);
                                    default -> null;
                                });
        component.setup(context);
        return names;
    }

    private static Object state(StateSpec<?> spec) {
        return switch (spec.shape()) {
            case VALUE -> made(ValueState.class, NOTHING);
            case LIST -> made(ListState.class, NOTHING);
            case MAP -> made(MapState.class, NOTHING);
        };
    }

    @Test
    @DisplayName("M035 a variant declares its own state alone, all of it by key")
    void variant_declares_its_own_state_alone() throws Exception {
        var join = new Joining(Options.of(Joining.Config.class, "unbounded", true));
        var once = new Deduplication(Options.of(Deduplication.Config.class, "max_keys", 5));

        assertThat(declared(join)).containsExactly("left", "right");
        assertThat(declared(once)).containsExactly("seen");
    }

    @Test
    @DisplayName("M035 windows keep no items unless they are asked for")
    void windows_keep_no_items_unless_they_are_asked_for() throws Exception {
        var counting =
                new Windowing(
                        Options.of(Windowing.Config.class, "aggregates", Map.of("n", "count()")));
        var collecting = new Windowing(Options.of(Windowing.Config.class));

        assertThat(declared(counting))
                .containsExactly(
                        "arrival_window", "arrival_windows", "event_window", "event_windows");
        assertThat(declared(collecting)).contains("arrival_items", "event_items");
    }
}

package io.millrace.graph;

import io.millrace.api.Component;
import io.millrace.api.HasPorts;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** Which inputs and outputs a component class has, by its configuration or its annotation. */
final class DeclaredPorts {

    private DeclaredPorts() {}

    static List<String> inputs(Class<? extends Component> type, @Nullable Object config) {
        if (Source.class.isAssignableFrom(type)) {
            return List.of();
        }
        if (config instanceof HasPorts ports) {
            return List.copyOf(ports.inputs());
        }
        Ports ports = type.getAnnotation(Ports.class);
        return ports == null ? List.of(Input.DEFAULT) : List.of(ports.inputs());
    }

    static List<String> outputs(Class<? extends Component> type, @Nullable Object config) {
        if (config instanceof HasPorts ports) {
            return List.copyOf(ports.outputs());
        }
        Ports ports = type.getAnnotation(Ports.class);
        return ports == null ? List.of(Output.DEFAULT) : List.of(ports.outputs());
    }

    /** Returns the outputs that may be left unbound. */
    static Set<String> optional(Class<? extends Component> type) {
        Ports ports = type.getAnnotation(Ports.class);
        return ports == null ? Set.of() : Set.of(ports.optional());
    }
}

package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.api.HasPorts;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.graph.ComponentType;

import java.util.List;
import java.util.function.Supplier;

/** A component type that is in no catalogue: what makes the instances, and their class. */
record TestedType(
        Supplier<? extends Component> instances, Class<? extends Component> implementation)
        implements ComponentType {

    TestedType(Supplier<? extends Component> instances) {
        this(instances, instances.get().getClass());
    }

    @Override
    public String name() {
        return implementation.getSimpleName();
    }

    @Override
    public Component create(Object config) {
        return instances.get();
    }

    @Override
    public List<String> inputs(Object config) {
        if (Source.class.isAssignableFrom(implementation)) {
            return List.of();
        }
        if (config instanceof HasPorts ports) {
            return ports.inputs();
        }
        Ports ports = implementation.getAnnotation(Ports.class);
        return ports == null ? List.of(Input.DEFAULT) : List.of(ports.inputs());
    }

    @Override
    public List<String> outputs(Object config) {
        if (config instanceof HasPorts ports) {
            return ports.outputs();
        }
        Ports ports = implementation.getAnnotation(Ports.class);
        return ports == null ? List.of(Output.DEFAULT) : List.of(ports.outputs());
    }
}

package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.graph.ComponentType;

import java.util.List;

/** A component type whose instances meet faults. */
record FaultyType(ComponentType type, Faults faults) implements ComponentType {

    @Override
    public String name() {
        return type.name();
    }

    @Override
    public String variant() {
        return type.variant();
    }

    @Override
    public Class<? extends Component> implementation() {
        return type.implementation();
    }

    @Override
    public Component create(Object config) throws Exception {
        return faults.around(type.create(config));
    }

    @Override
    public List<String> inputs(Object config) {
        return type.inputs(config);
    }

    @Override
    public List<String> outputs(Object config) {
        return type.outputs(config);
    }
}

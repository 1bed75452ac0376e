package io.millrace.graph;

import io.millrace.api.Component;

import java.util.List;
import java.util.function.Supplier;

/** A type that code gives by what makes its instances; it has no options. */
record SuppliedType(
        Class<? extends Component> implementation, Supplier<? extends Component> instances)
        implements ComponentType {

    @Override
    public String name() {
        String name = implementation.getSimpleName();
        return name.isEmpty() ? implementation.getName() : name;
    }

    @Override
    public Component create(Object config) {
        return instances.get();
    }

    @Override
    public List<String> inputs(Object config) {
        return DeclaredPorts.inputs(implementation, config);
    }

    @Override
    public List<String> outputs(Object config) {
        return DeclaredPorts.outputs(implementation, config);
    }
}

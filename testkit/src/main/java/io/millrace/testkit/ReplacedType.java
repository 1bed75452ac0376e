package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.graph.ComponentType;

import java.util.List;
import java.util.function.Supplier;

/** Another component in the place of one, with the ports of that one. */
record ReplacedType(
        ComponentType type,
        Class<? extends Component> implementation,
        Supplier<? extends Component> instances)
        implements ComponentType {

    @Override
    public String name() {
        return type.name();
    }

    @Override
    public String variant() {
        return type.variant();
    }

    @Override
    public Component create(Object config) {
        return instances.get();
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

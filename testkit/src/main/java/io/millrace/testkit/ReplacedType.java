package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.graph.ComponentType;

import java.util.function.Supplier;

/** Another component in the place of one, with the ports of that one. */
record ReplacedType(
        ComponentType type,
        Class<? extends Component> implementation,
        Supplier<? extends Component> instances)
        implements DerivedType {

    @Override
    public Component create(Object config) {
        return instances.get();
    }
}

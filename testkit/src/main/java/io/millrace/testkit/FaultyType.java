package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.graph.ComponentType;

/** A component type whose instances meet faults. */
record FaultyType(ComponentType type, Faults faults) implements DerivedType {

    @Override
    public Component create(Object config) throws Exception {
        return faults.around(type.create(config));
    }
}

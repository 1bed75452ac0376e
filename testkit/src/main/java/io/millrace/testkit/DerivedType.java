package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.graph.ComponentType;

import java.util.List;

/** A component type that is as another one but for its instances. */
interface DerivedType extends ComponentType {

    /** Returns the other one. */
    ComponentType type();

    @Override
    default String name() {
        return type().name();
    }

    @Override
    default String variant() {
        return type().variant();
    }

    @Override
    default Class<? extends Component> implementation() {
        return type().implementation();
    }

    @Override
    default List<String> inputs(Object config) {
        return type().inputs(config);
    }

    @Override
    default List<String> outputs(Object config) {
        return type().outputs(config);
    }
}

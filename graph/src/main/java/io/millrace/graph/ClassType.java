package io.millrace.graph;

import io.millrace.api.Component;
import io.millrace.api.Registered;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.util.List;

/** A type given by its class; what the class declares is read when it is first asked for. */
final class ClassType implements ComponentType {

    private final String name;
    private final String variant;
    private final Class<? extends Component> implementation;
    private volatile @Nullable ComponentDescription description;

    ClassType(String name, Class<? extends Component> implementation) {
        this(name, Registered.DEFAULT_VARIANT, implementation);
    }

    ClassType(String name, String variant, Class<? extends Component> implementation) {
        this.name = name;
        this.variant = variant;
        this.implementation = implementation;
    }

    /**
     * Returns what the class declares.
     *
     * @throws IllegalArgumentException if the class cannot be used; the message says why
     */
    ComponentDescription description() {
        ComponentDescription known = description;
        if (known == null) {
            known = ComponentDescription.of(implementation);
            description = known;
        }
        return known;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String variant() {
        return variant;
    }

    @Override
    public Class<? extends Component> implementation() {
        return implementation;
    }

    @Override
    public Component create(Object config) throws Exception {
        ComponentDescription known = description();
        try {
            return implementation.cast(
                    known.config() == null
                            ? known.constructor().newInstance()
                            : known.constructor().newInstance(config));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public List<String> inputs(Object config) {
        return DeclaredPorts.inputs(implementation, config);
    }

    @Override
    public List<String> outputs(Object config) {
        return DeclaredPorts.outputs(implementation, config);
    }

    @Override
    public String toString() {
        return name;
    }
}

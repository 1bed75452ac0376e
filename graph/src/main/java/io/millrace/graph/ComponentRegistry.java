package io.millrace.graph;

import io.millrace.api.Component;
import io.millrace.api.ComponentLibrary;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The catalogue of component types, by the names that blueprints use.
 *
 * <p>Filling it is cheap: what a class declares is read when a graph uses it.
 *
 * <p>Not safe for several threads while types are registered.
 *
 * @since 0.1
 */
public final class ComponentRegistry {

    private final Map<String, ClassType> types = new HashMap<>();

    /** Creates one without types. */
    public ComponentRegistry() {}

    /**
     * Returns a registry with the types of every {@link ComponentLibrary} that {@link
     * ServiceLoader} finds.
     *
     * @throws BlueprintException if a library cannot be loaded, or two bring one name
     */
    public static ComponentRegistry discover() {
        var registry = new ComponentRegistry();
        try {
            for (ComponentLibrary library : ServiceLoader.load(ComponentLibrary.class)) {
                registry.register(library);
            }
        } catch (ServiceConfigurationError e) {
            throw broken("a component library cannot be loaded: " + e.getMessage());
        }
        return registry;
    }

    /** Adds the types of a library. */
    public ComponentRegistry register(ComponentLibrary library) {
        for (Class<? extends Component> type : library.components()) {
            register(type.getSimpleName(), type);
        }
        return this;
    }

    /**
     * Adds a type.
     *
     * @param name the name that a blueprint gives in {@code type}
     * @param type a public class with one public constructor, which takes nothing or its Config
     * @throws BlueprintException if another class has the name
     */
    public ComponentRegistry register(String name, Class<? extends Component> type) {
        Objects.requireNonNull(type, "type");
        ClassType other = types.putIfAbsent(name, new ClassType(name, type));
        if (other != null && other.implementation() != type) {
            throw broken(
                    "component type '%s' is registered twice: by %s and by %s"
                            .formatted(name, other.implementation().getName(), type.getName()));
        }
        return this;
    }

    /** Returns a type by name, or null if there is none. */
    public @Nullable ComponentType type(String name) {
        return types.get(name);
    }

    /** Returns the names of all types, sorted. */
    public List<String> names() {
        var names = new ArrayList<>(types.keySet());
        names.sort(null);
        return names;
    }

    private static BlueprintException broken(String message) {
        return new BlueprintException(List.of(Problem.BROKEN_TYPE.at(Position.NONE, message)));
    }
}

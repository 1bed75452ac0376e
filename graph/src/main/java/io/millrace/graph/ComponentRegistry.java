package io.millrace.graph;

import io.millrace.api.Component;
import io.millrace.api.ComponentLibrary;
import io.millrace.api.Registered;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.GraphBuilder.Declared;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The catalogue of component types, by the names that blueprints use.
 *
 * <p>One name may stand for several classes, its <i>variants</i>; the {@code variant} of a
 * component's {@code config} chooses between them. A class for which nothing is said is the variant
 * {@code default}.
 *
 * <p>Filling it is cheap: what a class declares is read when a graph uses it.
 *
 * <p>Not safe for several threads while types are registered.
 *
 * @since 0.1
 */
public final class ComponentRegistry {

    private final Map<String, List<ComponentType>> types = new HashMap<>();
    private List<Class<? extends Component>> unread = List.of();
    private @Nullable SourceTypes sources;
    private boolean isStrict = true;

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
                if (registry.types.isEmpty() && registry.unread.isEmpty()) {
                    registry.unread = library.components();
                } else {
                    registry.register(library);
                }
            }
        } catch (ServiceConfigurationError e) {
            throw broken("a component library cannot be loaded: " + e.getMessage());
        }
        return registry;
    }

    /** Adds the types of a library. */
    public ComponentRegistry register(ComponentLibrary library) {
        readAll();
        library.components().forEach(this::register);
        return this;
    }

    /** Reads how the classes are named that were found first. */
    private void readAll() {
        List<Class<? extends Component>> found = unread;
        unread = List.of();
        found.forEach(this::register);
    }

    /**
     * Adds a type by the name and variant that {@link Registered} gives the class; without it, by
     * its simple name.
     *
     * @param type a public class with one public constructor, which takes nothing or its Config
     * @throws BlueprintException if another class has the name
     */
    public ComponentRegistry register(Class<? extends Component> type) {
        Registered registered = type.getAnnotation(Registered.class);
        return registered == null
                ? register(type.getSimpleName(), type)
                : register(registered.value(), registered.variant(), type);
    }

    /**
     * Adds a type.
     *
     * @param name the name that a blueprint gives in {@code type}
     * @param type a public class with one public constructor, which takes nothing or its Config
     * @throws BlueprintException if another class has the name
     */
    public ComponentRegistry register(String name, Class<? extends Component> type) {
        return register(name, Registered.DEFAULT_VARIANT, type);
    }

    /**
     * Adds a variant of a type.
     *
     * @param name the name that a blueprint gives in {@code type}
     * @param variant the name that it gives in {@code variant}
     * @param type a public class with one public constructor, which takes nothing or its Config
     * @throws BlueprintException if another class is that variant of the name
     */
    public ComponentRegistry register(
            String name, String variant, Class<? extends Component> type) {
        Objects.requireNonNull(type, "type");
        readAll();
        List<ComponentType> variants = types.computeIfAbsent(name, _ -> new ArrayList<>(1));
        for (ComponentType other : variants) {
            if (other.variant().equals(variant)) {
                if (other.implementation() == type) {
                    return this;
                }
                throw twice(other, type);
            }
        }
        variants.add(place(variant, variants), new ClassType(name, variant, type));
        return this;
    }

    /** Returns where a variant stands: the default first, the others by name. */
    private static int place(String variant, List<ComponentType> variants) {
        int place = 0;
        if (!variant.equals(Registered.DEFAULT_VARIANT)) {
            for (ComponentType other : variants) {
                boolean isBefore =
                        other.variant().equals(Registered.DEFAULT_VARIANT)
                                || other.variant().compareTo(variant) < 0;
                place += isBefore ? 1 : 0;
            }
        }
        return place;
    }

    /**
     * Sets whether a variant that a type does not have is an error, as it is without this; else the
     * default variant runs, with a warning.
     */
    public ComponentRegistry strictVariants(boolean isStrict) {
        this.isStrict = isStrict;
        return this;
    }

    boolean isStrict() {
        return isStrict;
    }

    /**
     * Makes components that are Java source exchangeable while they run, in all graphs that are
     * built with this registry from now on.
     *
     * @return what exchanges them
     */
    public SourceWatch watchSources() {
        return sources().watch();
    }

    /** Returns the types that are files. */
    SourceTypes sources() {
        SourceTypes known = sources == null ? new SourceTypes() : sources;
        sources = known;
        return known;
    }

    /**
     * Compiles a component that is Java source.
     *
     * @param source a {@code .java} file, or a folder of them
     * @return its type, or its variants, the default first
     * @throws BlueprintException if it does not compile, or is no component
     * @throws io.millrace.api.EnvironmentException if this Java has no compiler
     */
    public static List<ComponentType> compile(Path source) {
        Path folder = source.getParent() == null ? Path.of("") : source.getParent();
        var problems = new Problems();
        var types =
                new SourceTypes().types(Scalar.text("./" + source.getFileName()), folder, problems);
        if (types.isEmpty()) {
            throw new BlueprintException(problems);
        }
        return types;
    }

    /**
     * Returns a type by name, or null if there is none; of one with variants the default, or the
     * first if there is no default.
     */
    public @Nullable ComponentType type(String name) {
        List<ComponentType> variants = variants(name);
        return variants.isEmpty() ? null : variants.getFirst();
    }

    /** Returns the variants of a type, the default first; none if the name is not known. */
    public List<ComponentType> variants(String name) {
        readAll();
        return List.copyOf(types.getOrDefault(name, List.of()));
    }

    /**
     * Returns what a blueprint gets by a name without asking for a variant. Where one library is
     * all there is, as mostly, no other class has to be read for that.
     */
    List<ComponentType> standard(String name) {
        for (Class<? extends Component> type : unread) {
            if (type.getSimpleName().equals(name) && type.getAnnotation(Registered.class) == null) {
                return List.of(new ClassType(name, type));
            }
        }
        return variants(name);
    }

    /** Returns the names of all types, sorted. */
    public List<String> names() {
        readAll();
        var names = new ArrayList<>(types.keySet());
        names.sort(null);
        return names;
    }

    /**
     * Returns a component with its configuration checked and bound.
     *
     * @param type the name of its type
     * @param name its own name
     * @param config its configuration by the keys of a blueprint, {@code variant} among them; null
     *     is as empty
     * @throws BlueprintException if it cannot be; it holds all problems
     */
    public ComponentSpec create(String type, String name, @Nullable Map<String, ?> config) {
        var registered = new GraphBuilder(name).registry(this);
        var scope = Scope.of(registered);
        if (!Names.isName(name)) {
            scope.problems()
                    .add(
                            Problem.BAD_NAME
                                    .at(Position.NONE, "'" + name + "' cannot name a component")
                                    .withNote(Names.RULE));
        }
        ComponentSpec spec =
                new Specs(scope)
                        .spec(
                                new Declared(
                                        Scalar.text(name),
                                        null,
                                        Scalar.text(type),
                                        ConfigValue.of(config),
                                        null,
                                        Mapping.EMPTY));
        if (spec == null || GraphBuilder.hasErrors(scope.problems())) {
            throw new BlueprintException(scope.problems());
        }
        return spec;
    }

    /**
     * Returns a component of one variant, as {@link #create}.
     *
     * @param variant the variant, which wins over one that the configuration names
     */
    public ComponentSpec createVariant(
            String type, String variant, String name, @Nullable Map<String, ?> config) {
        var options = new LinkedHashMap<String, @Nullable Object>();
        if (config != null) {
            options.putAll(config);
        }
        options.put(Variants.KEY, variant);
        return create(type, name, options);
    }

    private static BlueprintException twice(ComponentType other, Class<?> type) {
        boolean isOnlyOne = other.variant().equals(Registered.DEFAULT_VARIANT);
        return broken(
                "component type '%s'%s is registered twice: by %s (%s) and by %s (%s)"
                        .formatted(
                                other.name(),
                                isOnlyOne ? "" : ", variant '" + other.variant() + "',",
                                other.implementation().getName(),
                                origin(other.implementation()),
                                type.getName(),
                                origin(type)));
    }

    /** Returns the jar or folder a class comes from, as far as that is known. */
    private static String origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return type.getModule().isNamed() ? type.getModule().getName() : "no jar";
        }
        String location = source.getLocation().toString();
        return location.startsWith("file:") ? Path.of(URI.create(location)).toString() : location;
    }

    private static BlueprintException broken(String message) {
        return new BlueprintException(List.of(Problem.BROKEN_TYPE.at(Position.NONE, message)));
    }
}

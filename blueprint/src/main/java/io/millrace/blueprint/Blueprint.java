package io.millrace.blueprint;

import io.millrace.blueprint.SubBlueprints.Use;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Reads blueprints.
 *
 * <p>Immutable; safe for any thread.
 *
 * @param registry the component types a blueprint may use
 * @param settings values for {@code ${NAME}} that come before all others
 * @param environment gives values for {@code ${NAME}} that come after all others
 * @since 0.1
 */
public record Blueprint(
        ComponentRegistry registry, Map<String, String> settings, Environment environment) {

    /** Gives values by name. */
    @FunctionalInterface
    public interface Environment {
        /** Returns the value of a name, or null if it has none. */
        @Nullable String value(String name);
    }

    /** Copies the settings. */
    public Blueprint {
        Objects.requireNonNull(registry, "registry");
        settings = Map.copyOf(settings);
        Objects.requireNonNull(environment, "environment");
    }

    /**
     * Reads a file, with the component types on the class path or module path, and the environment
     * of this process.
     *
     * @param file the file, named in messages as it is given here
     * @param settings values for {@code ${NAME}} that come before all others
     * @throws BlueprintException if the blueprint cannot run; it holds all problems
     */
    public static Graph read(Path file, Map<String, String> settings) {
        return new Blueprint(ComponentRegistry.discover(), settings, System::getenv).read(file);
    }

    /**
     * Reads a file; it must be UTF-8, and at most 1 MiB.
     *
     * @param file the file, named in messages as it is given here
     * @throws BlueprintException if the blueprint cannot run; it holds all problems
     */
    public Graph read(Path file) {
        Path folder = file.getParent();
        return parse(
                BlueprintFile.read(file), file.toString(), folder == null ? Path.of("") : folder);
    }

    /**
     * Reads a text.
     *
     * @param text the blueprint
     * @param file the name it has in messages; without its ending, the default name of the system
     * @param folder what relative paths in it are relative to
     * @throws BlueprintException if the blueprint cannot run; it holds all problems
     */
    public Graph parse(String text, String file, Path folder) {
        return new BlueprintReader(
                        this,
                        new SubBlueprints(),
                        new SourceText(file, text),
                        Use.ofWhole(file),
                        folder,
                        null)
                .graph();
    }
}

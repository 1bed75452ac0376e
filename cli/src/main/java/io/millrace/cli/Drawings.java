package io.millrace.cli;

import io.millrace.api.EnvironmentException;
import io.millrace.engine.PlanDrawing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Finds what draws plans. Its libraries are larger than all of the product besides, so they lie in
 * a folder of their own that no run looks into.
 */
final class Drawings {

    private Drawings() {}

    /** Returns what draws plans, from the folder {@code lib/drawing} beside the command's jar. */
    static PlanDrawing load() {
        return ServiceLoader.load(PlanDrawing.class)
                .findFirst()
                .or(() -> ServiceLoader.load(PlanDrawing.class, loader()).findFirst())
                .orElseThrow(() -> missing(folder(), null));
    }

    private static ClassLoader loader() {
        Path folder = folder();
        try (Stream<Path> files = Files.list(folder)) {
            URL[] jars =
                    files.filter(f -> f.toString().endsWith(".jar"))
                            .sorted()
                            .map(Drawings::url)
                            .toArray(URL[]::new);
            return new URLClassLoader("drawing", jars, Drawings.class.getClassLoader());
        } catch (IOException e) {
            throw missing(folder, e);
        }
    }

    private static Path folder() {
        try {
            var source = Drawings.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(source.toURI()).resolveSibling("lib").resolve("drawing");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the command does not know where it is", e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EnvironmentException missing(Path folder, @Nullable IOException cause) {
        return new EnvironmentException(
                "the library that draws is not there: '" + folder + "'; build the product again",
                cause);
    }
}

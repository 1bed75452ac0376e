package io.millrace.components.schema;

import io.millrace.api.EnvironmentException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The files that a schema may be read from: those at or below one folder, wherever links lead. */
final class SchemaFiles {

    private static final long MOST_BYTES = 16 << 20;

    private final Path folder;

    SchemaFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Returns what stands for a schema that is not in a file of its own. */
    URI inline() {
        return folder.resolve("blueprint's schema").toUri();
    }

    /** Returns whether something that a schema refers to may be read. */
    boolean holds(String reference) {
        return reference.startsWith("file:") && path(reference).startsWith(folder);
    }

    private static Path path(String reference) {
        int fragment = reference.indexOf('#');
        URI file = URI.create(fragment < 0 ? reference : reference.substring(0, fragment));
        return Path.of(file).normalize();
    }

    /** Returns the text of what a schema refers to. */
    String read(String reference) {
        return read(path(reference));
    }

    /**
     * Returns the text of a file.
     *
     * @throws EnvironmentException if it cannot be read
     */
    String read(Path file) {
        try {
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw problem(file, "is not at or below the blueprint's folder, " + folder, null);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw problem(file, "is larger than 16 MiB", null);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw problem(file, reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "does not exist";
            case AccessDeniedException _ -> "may not be read; check its permissions";
            case MalformedInputException _ -> "is not UTF-8";
            default -> "cannot be read: " + e.getMessage();
        };
    }

    private static EnvironmentException problem(
            Path file, String problem, @Nullable IOException cause) {
        return new EnvironmentException("schema '" + file + "' " + problem, cause);
    }
}

package io.millrace.components.file;

import io.millrace.api.EnvironmentException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Says in the user's words what is wrong with a file. */
final class FileProblem {

    private FileProblem() {}

    /** Returns the problem, naming the file as the user did and as it was looked for. */
    static EnvironmentException of(String path, Path file, String problem) {
        return new EnvironmentException(named(path, file) + " " + problem, null);
    }

    /** Returns the problem of reading a file. */
    static EnvironmentException reading(String path, Path file, IOException e) {
        String problem =
                switch (e) {
                    case NoSuchFileException _ ->
                            "does not exist; correct 'path', or make it first";
                    case AccessDeniedException _ ->
                            "may not be read; check its permissions and those of its folders";
                    default -> "cannot be read: " + reason(e);
                };
        return new EnvironmentException(named(path, file) + " " + problem, e);
    }

    /** Returns the problem of writing a file. */
    static EnvironmentException writing(String path, Path file, IOException e) {
        String problem =
                switch (e) {
                    case AccessDeniedException _ ->
                            "may not be written; check its permissions and those of its folders";
                    case FileAlreadyExistsException f ->
                            "cannot be written: '" + f.getFile() + "' is a file, not a folder";
                    case NoSuchFileException f ->
                            "cannot be written: '" + f.getFile() + "' cannot be made there";
                    default -> "cannot be written: " + reason(e);
                };
        return new EnvironmentException(named(path, file) + " " + problem, e);
    }

    private static String named(String path, Path file) {
        return file.toString().equals(path) ? "'" + path + "'" : "'" + path + "' (" + file + ")";
    }

    /** Returns the reason; where the system gives none but the file, what kind of problem it is. */
    private static @Nullable String reason(IOException e) {
        if (!(e instanceof FileSystemException f)) {
            return e.getMessage();
        }
        return f.getReason() != null
                ? f.getReason()
                : f.getClass()
                        .getSimpleName()
                        .replaceAll("Exception$", "")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                        .toLowerCase(Locale.ROOT);
    }
}

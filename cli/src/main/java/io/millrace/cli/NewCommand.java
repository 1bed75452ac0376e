package io.millrace.cli;

import io.millrace.api.EnvironmentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes a project that runs, with a component of its own and its tests. */
final class NewCommand implements Command {

    /** The files of a project, where they are here; one begins with a dot in the project. */
    private static final List<String> FILES =
            List.of(
                    "README.md",
                    "gitignore",
                    "blueprint.yaml",
                    "blueprint.test.yaml",
                    "data/orders.ndjson",
                    "pom.xml",
                    "src/main/java/MyComponent.java",
                    "src/test/java/MyComponentTest.java");

    private static final String HIDDEN = "gitignore";

    @Override
    public Usage usage() {
        return new Usage(
                "new",
                "DIR",
                1,
                1,
                "Makes a project with a blueprint, a component of its own, and tests.",
                List.of(),
                List.of("./millrace new my-project"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) {
        String given = arguments.operands().getFirst();
        Path folder = arguments.path(given);
        String name = folder.toAbsolutePath().normalize().getFileName() + "";
        try {
            if (!isFree(folder)) {
                throw arguments.wrong(
                        "'" + given + "' is there already, and not an empty folder",
                        "name a folder that is not there");
            }
            for (String file : FILES) {
                Path target = folder.resolve(file.equals(HIDDEN) ? "." + file : file);
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.writeString(target, filled(text(file), name));
            }
        } catch (IOException e) {
            throw new EnvironmentException(
                    "the project cannot be written to '" + given + "': " + e, e);
        }
        terminal.print(next(given));
        return ExitCode.OK;
    }

    private static boolean isFree(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return !Files.exists(folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream in = NewCommand.class.getResourceAsStream("project/" + file)) {
            return new String(
                    Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String filled(String text, String name) {
        return text.replace("@NAME@", name)
                .replace("@SYSTEM@", system(name))
                .replace("@VERSION@", Main.version());
    }

    /** Makes a name that a system and a Maven project may have. */
    private static String system(String name) {
        String made = name.replaceAll("[^A-Za-z0-9_-]", "-").replaceAll("-+$", "");
        return made.matches("[A-Za-z].*") ? made : "project" + (made.isEmpty() ? "" : "-" + made);
    }

    private static String next(String folder) {
        return """
        %s is ready. Now:
          cd %s
          millrace run blueprint.yaml
        README.md there says what else it can do.
        """
                .formatted(folder, folder);
    }
}

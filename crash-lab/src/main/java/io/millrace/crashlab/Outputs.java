package io.millrace.crashlab;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads what the product has written. */
final class Outputs {

    private static final JsonMapper JSON = new JsonMapper();

    private Outputs() {}

    /** Returns the lines of a file; one that is no JSON object stands for itself. */
    static List<Line> lines(Path file, Function<JsonNode, Line> line) throws IOException {
        var lines = new ArrayList<Line>();
        if (!Files.exists(file)) {
            return lines;
        }
        String text = Files.readString(file);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            lines.add(new Line("(the last line has no end)", "", ""));
        }
        text.lines().map(each -> line(each, line)).forEach(lines::add);
        return lines;
    }

    /** Returns the lines of all visible files of a folder, one after the other by name. */
    static List<Line> linesOfFolder(Path folder, Function<JsonNode, Line> line) throws IOException {
        var lines = new ArrayList<Line>();
        for (Path file : visible(folder)) {
            lines.addAll(lines(file, line));
        }
        return lines;
    }

    /** Returns what the visible files of a folder hold, by name. */
    static Map<String, ByteBuffer> published(Path folder) throws IOException {
        var published = new HashMap<String, ByteBuffer>();
        for (Path file : visible(folder)) {
            published.put(file.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
        }
        return published;
    }

    private static List<Path> visible(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static Line line(String text, Function<JsonNode, Line> line) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isObject() ? line.apply(json) : new Line("(no object) " + text, "", "");
        } catch (JacksonException e) {
            return new Line("(no JSON) " + text, "", "");
        }
    }
}

package io.millrace.cli.crash;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads what a run has left: the files of its sinks, its stdout, its dead letters. */
final class Outputs {

    /** The component type that writes to stdout. */
    private static final String STDOUT = "StdoutSink";

    /** What is in the name of a file that is one of several, each of an epoch. */
    private static final Pattern PART = Pattern.compile("-[0-9]+(?=[.][^/]*$)");

    /** How components call an option that is a path. */
    private static final Set<String> PATHS = Set.of("path", "file", "folder", "directory");

    private final Graph graph;
    private final Trial trial;
    private final Map<Path, String> sinks = new LinkedHashMap<>();

    /** Knows which sink says in its configuration that it writes where. */
    Outputs(Graph graph, Trial trial) {
        this.graph = graph;
        this.trial = trial;
        for (ComponentSpec spec : graph.components()) {
            if (Trial.isSink(spec)) {
                for (String path : texts(spec.config())) {
                    Path folder = trial.folder(spec, graph);
                    sinks.put(folder.resolve(path).normalize(), spec.name());
                }
            }
        }
    }

    /** Returns the options of a component that are a text, and so may be a path. */
    private static List<String> texts(Object config) {
        var texts = new ArrayList<String>();
        if (config instanceof Record) {
            for (RecordComponent each : config.getClass().getRecordComponents()) {
                if (value(config, each) instanceof String text && isPath(text)) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    /** Returns the path of a component, if it is absolute; else null. */
    static @Nullable String absolutePath(Object config) {
        if (config instanceof Record) {
            for (RecordComponent each : config.getClass().getRecordComponents()) {
                if (PATHS.contains(each.getName())
                        && value(config, each) instanceof String text
                        && isPath(text)
                        && Path.of(text).isAbsolute()) {
                    return text;
                }
            }
        }
        return null;
    }

    private static Object value(Object config, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true); // a record of a component that is source is not public
            return accessor.invoke(config);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return e; // no text
        }
    }

    private static boolean isPath(String text) {
        return !text.isBlank() && text.indexOf('\0') < 0;
    }

    /**
     * Returns what a run has left, by the name of the sink or file.
     *
     * @param stdout what its processes wrote to stdout, one after the other
     */
    Map<String, List<String>> of(Path state, List<Path> stdout) throws IOException {
        Path scratch = trial.scratch();
        var outputs = new LinkedHashMap<String, List<String>>();
        for (Path file : files(scratch)) {
            outputs.computeIfAbsent(name(file, scratch), _ -> new ArrayList<>())
                    .addAll(lines(file, false));
        }
        for (Path file : stdout) {
            List<String> lines = lines(file, true);
            if (!lines.isEmpty()) {
                outputs.computeIfAbsent(stdoutName(), _ -> new ArrayList<>()).addAll(lines);
            }
        }
        giveToTheOnlyOneWithout(outputs);
        for (Path file : files(state.resolve("dead-letters"))) {
            String component = file.getFileName().toString().replaceFirst("[.]ndjson$", "");
            outputs.put("dead letters of " + component, lines(file, false));
        }
        return outputs;
    }

    /** Where a single sink does not say where it writes, all files that are no other's are its. */
    private void giveToTheOnlyOneWithout(Map<String, List<String>> outputs) {
        var without =
                graph.components().stream()
                        .filter(spec -> Trial.isSink(spec) && !outputs.containsKey(spec.name()))
                        .map(ComponentSpec::name)
                        .toList();
        var files = outputs.keySet().stream().filter(name -> !sinks.containsValue(name)).toList();
        if (without.size() == 1 && !files.contains(stdoutName())) {
            for (String file : files) {
                outputs.computeIfAbsent(without.getFirst(), _ -> new ArrayList<>())
                        .addAll(outputs.remove(file));
            }
        }
    }

    private String stdoutName() {
        return graph.components().stream()
                .filter(spec -> spec.type().name().equals(STDOUT))
                .map(ComponentSpec::name)
                .findFirst()
                .orElse("stdout");
    }

    /**
     * Returns the sink that says that it writes a file; where none does, the file. Files whose
     * names differ in numbers alone are parts of one.
     */
    private String name(Path file, Path scratch) {
        Path whole = Path.of(PART.matcher(file.toString()).replaceFirst(""));
        for (var sink : sinks.entrySet()) {
            if (file.startsWith(sink.getKey()) || whole.equals(sink.getKey())) {
                return sink.getValue();
            }
        }
        Path folder = trial.folder(graph.folder());
        Path from = file.startsWith(folder) ? folder : scratch;
        return from.relativize(file).toString().replaceAll("[0-9]+", "*");
    }

    /** Returns the visible files at and below a folder, by name. */
    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> isVisible(folder.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isVisible(Path path) {
        for (Path name : path) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static List<String> lines(Path file, boolean whole) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                InputStream in =
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (whole) { // a process that is killed may leave a part of a line
                text = text.substring(0, text.lastIndexOf('\n') + 1);
            }
            return text.lines().map(Outputs::withoutTime).toList();
        }
    }

    /** Leaves out of an error item when it failed, which is another time in each run. */
    private static String withoutTime(String line) {
        if (!line.startsWith("{\"error\":")) {
            return line;
        }
        try {
            return Document.parse(line).edit().remove("timestamp").build().toString();
        } catch (DocumentException e) {
            return line;
        }
    }
}

package io.millrace.blueprint;

import io.millrace.blueprint.YamlReader.Range;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ConfigValue;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Problems;

import java.nio.file.Path;
import java.util.List;

/**
 * A text in YAML that is no blueprint, read within the limits of one: its values with their places.
 *
 * <p>Immutable and safe for any thread.
 *
 * @since 0.1
 */
public final class YamlText {

    private final String text;
    private final YamlReader reader;
    private final ConfigValue root;
    private final List<Diagnostic> problems;

    private YamlText(String text, YamlReader reader, ConfigValue root, Problems problems) {
        this.text = text;
        this.reader = reader;
        this.root = root;
        this.problems = List.copyOf(problems);
    }

    /**
     * Reads a file; it must be UTF-8, and at most 1 MiB.
     *
     * @param file the file, named in messages as it is given here
     * @throws BlueprintException if it cannot be read to its end
     */
    public static YamlText read(Path file) {
        return parse(BlueprintFile.read(file), file.toString());
    }

    /**
     * Reads a text.
     *
     * @param file the name it has in messages
     * @throws BlueprintException if it cannot be read to its end
     */
    public static YamlText parse(String text, String file) {
        var problems = new Problems();
        var reader = new YamlReader(new SourceText(file, text), problems);
        return new YamlText(text, reader, reader.read(), problems);
    }

    /** Returns the text. */
    public String text() {
        return text;
    }

    /** Returns the one value that the text is. */
    public ConfigValue root() {
        return root;
    }

    /** Returns what is wrong with the text, but did not keep it from being read. */
    public List<Diagnostic> problems() {
        return problems;
    }

    /**
     * Returns where a value of this text begins.
     *
     * @return an index into {@link #text}
     * @throws IllegalArgumentException if it is no value of this text
     */
    public int start(ConfigValue value) {
        return text.offsetByCodePoints(0, range(value).from());
    }

    /**
     * Returns where a value of this text has ended; what follows may be a comment.
     *
     * @return an index into {@link #text}
     * @throws IllegalArgumentException if it is no value of this text
     */
    public int end(ConfigValue value) {
        return text.offsetByCodePoints(0, range(value).to());
    }

    private Range range(ConfigValue value) {
        Range range = reader.range(value);
        if (range == null) {
            throw new IllegalArgumentException(value.describe() + " is not of this text");
        }
        return range;
    }
}

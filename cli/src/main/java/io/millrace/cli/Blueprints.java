package io.millrace.cli;

import io.millrace.graph.Graph;

import java.nio.file.Path;
import java.util.Map;

/** Reads blueprints. */
final class Blueprints {

    private Blueprints() {}

    /** Reads one. */
    @SuppressWarnings("DoNotCallSuggester")
    static Graph read(Path file, Map<String, String> settings) {
        throw new IllegalStateException(file + " " + settings);
    }
}

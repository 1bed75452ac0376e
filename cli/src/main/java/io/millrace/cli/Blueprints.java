package io.millrace.cli;

import io.millrace.blueprint.Blueprint;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.Graph;

import java.nio.file.Path;
import java.util.Map;

/** Reads blueprints, and knows which folders go with them. */
final class Blueprints {

    private Blueprints() {}

    /** Reads one. */
    static Graph read(Path file, Map<String, String> settings) {
        return Blueprint.read(file, settings);
    }

    /** Reads one with the component types of a registry. */
    static Graph read(Path file, Map<String, String> settings, ComponentRegistry registry) {
        return new Blueprint(registry, settings, System::getenv).read(file);
    }

    /** Returns the folder that a run keeps things in, unless it is told another. */
    static Path stateFolder(Graph graph) {
        return graph.folder().resolve(".millrace", graph.name());
    }

    /** Returns the folder of checkpoints in a state folder. */
    static Path checkpoints(Path stateFolder) {
        return stateFolder.resolve("checkpoints");
    }

    /** Returns the folder of dead letters in a state folder. */
    static Path deadLetters(Path stateFolder) {
        return stateFolder.resolve("dead-letters");
    }
}

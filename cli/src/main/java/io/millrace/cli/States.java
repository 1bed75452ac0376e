package io.millrace.cli;

import io.millrace.api.EnvironmentException;
import io.millrace.engine.checkpoint.CheckpointReader;
import io.millrace.engine.checkpoint.Manifest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the commands on checkpoints have in common: which checkpoint, and where it is. */
final class States {

    /** The word that their names begin with. */
    static final String NAME = "state";

    static final String OPERAND = "DIR|FILE";

    private static final Option STATE =
            new Option("--state", "DIR", "the state folder of a blueprint's FILE");
    private static final Option EPOCH =
            new Option("--epoch", "N", "the checkpoint of this epoch (default: the newest)");

    private States() {}

    /** Returns the options of one that looks at one checkpoint. */
    static List<Option> options(Option... more) {
        var options = new ArrayList<>(List.of(EPOCH));
        options.addAll(folderOptions(more));
        return options;
    }

    /** Returns the options of one that looks at all of them. */
    static List<Option> folderOptions(Option... more) {
        var options = new ArrayList<>(List.of(STATE, Option.SET));
        options.addAll(List.of(more));
        return options;
    }

    /** Returns the folder that is meant: named itself, or by the blueprint that is run in it. */
    static Path folder(Arguments arguments) {
        Path named = arguments.files().getFirst();
        Path state =
                Files.isDirectory(named)
                        ? named
                        : arguments
                                .value(STATE)
                                .map(arguments::path)
                                .orElseGet(
                                        () ->
                                                Blueprints.stateFolder(
                                                        Blueprints.read(
                                                                named, arguments.settings())));
        Path checkpoints = Blueprints.checkpoints(state);
        return Files.isDirectory(checkpoints) ? checkpoints : state;
    }

    /** Returns the checkpoint that is meant. */
    static Manifest manifest(Arguments arguments, Path folder, CheckpointReader reader) {
        List<Long> epochs = reader.epochs();
        if (epochs.isEmpty()) {
            throw none(folder);
        }
        return reader.manifest(
                arguments
                        .value(EPOCH)
                        .map(text -> epoch(text, epochs, arguments))
                        .orElse(epochs.getFirst()));
    }

    private static long epoch(String text, List<Long> epochs, Arguments arguments) {
        for (long epoch : epochs) {
            if (text.equals(Long.toString(epoch))) {
                return epoch;
            }
        }
        throw arguments.wrong(
                "there is no checkpoint of epoch '" + text + "'", "those kept are " + epochs);
    }

    /** Returns what to throw where there is nothing to look at. */
    static EnvironmentException none(Path folder) {
        return new EnvironmentException("there is no checkpoint in '" + folder + "'", null);
    }
}

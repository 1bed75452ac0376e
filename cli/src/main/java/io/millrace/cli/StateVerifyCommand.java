package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.engine.checkpoint.CheckpointReader;
import io.millrace.engine.checkpoint.StateException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads every byte of the checkpoints that are kept. */
final class StateVerifyCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                States.NAME + " verify",
                States.OPERAND,
                1,
                1,
                "Reads every byte of all kept checkpoints, and says what is damaged.",
                States.folderOptions(Option.JSON),
                List.of("./millrace state verify examples/delayed-flights.yaml"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) {
        Path folder = States.folder(arguments);
        var reader = new CheckpointReader(folder);
        List<Long> epochs = reader.epochs();
        if (epochs.isEmpty()) {
            throw States.none(folder);
        }
        var problems = new ArrayList<StateException>();
        long bytes = reader.verify(problems::add);
        if (arguments.has(Option.JSON)) {
            terminal.print(json(folder, epochs, bytes, problems) + "\n");
        } else {
            problems.forEach(
                    e -> terminal.say("error[%s]: %s".formatted(e.code(), e.getMessage())));
            terminal.say(
                    "%s: %s of epochs %s read, %s"
                            .formatted(
                                    folder,
                                    Figures.bytes(bytes),
                                    epochs,
                                    problems.isEmpty()
                                            ? "all as it was written"
                                            : problems.size() + " damaged"));
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Document json(
            Path folder, List<Long> epochs, long bytes, List<StateException> problems) {
        return Document.object()
                .put("folder", folder.toString())
                .put("kept", Document.array(epochs.stream().map(Document::of).toList()))
                .put("bytes", bytes)
                .put(
                        "problems",
                        Document.array(
                                problems.stream()
                                        .map(
                                                e ->
                                                        Document.object()
                                                                .put("code", e.code().name())
                                                                .put(
                                                                        "message",
                                                                        String.valueOf(
                                                                                e.getMessage()))
                                                                .build())
                                        .toList()))
                .build();
    }
}

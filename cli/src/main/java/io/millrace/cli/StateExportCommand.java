package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.engine.checkpoint.CheckpointReader;
import io.millrace.engine.checkpoint.Manifest;
import io.millrace.engine.state.RecordText;
import io.millrace.engine.state.Section;
import io.millrace.engine.state.StateFormatException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** Writes all records of a checkpoint. */
final class StateExportCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                States.NAME + " export",
                States.OPERAND,
                1,
                1,
                "Writes all records of a checkpoint, a line of JSON each.",
                States.options(),
                List.of("./millrace state export examples/delayed-flights.yaml > state.ndjson"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) throws StateFormatException {
        Path folder = States.folder(arguments);
        var reader = new CheckpointReader(folder);
        Manifest manifest = States.manifest(arguments, folder, reader);
        for (var state : reader.records(manifest).entrySet()) {
            RecordText text = text(state.getKey());
            for (var one : state.getValue().entrySet()) {
                terminal.print(line(state.getKey(), text, one.getKey(), one.getValue()) + "\n");
            }
        }
        return ExitCode.OK;
    }

    /** Returns what reads the records; null if their type is one of another version's. */
    private static @Nullable RecordText text(Section section) {
        try {
            return RecordText.of(section);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Document line(
            Section section, @Nullable RecordText text, ByteBuffer key, ByteBuffer value)
            throws StateFormatException {
        var line =
                Document.object()
                        .put("component", section.component())
                        .put("state", section.state());
        if (section.instance() != Section.BY_KEY) {
            line.put("instance", section.instance());
        }
        if (text == null) {
            return line.put("key_base64", base64(key)).put("value_base64", base64(value)).build();
        }
        Document place = text.key(key.duplicate());
        for (int slot = 0; slot < place.size(); slot++) {
            line.put(place.name(slot), place.at(slot));
        }
        return line.put("value", text.value(value.duplicate())).build();
    }

    private static String base64(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII
                .decode(Base64.getEncoder().encode(bytes.duplicate()))
                .toString();
    }
}

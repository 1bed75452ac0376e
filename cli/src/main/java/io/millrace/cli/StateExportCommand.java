package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.engine.checkpoint.CheckpointReader;
import io.millrace.engine.checkpoint.Manifest;
import io.millrace.engine.state.Section;

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
    public int run(Arguments arguments, Terminal terminal) {
        Path folder = States.folder(arguments);
        var reader = new CheckpointReader(folder);
        Manifest manifest = States.manifest(arguments, folder, reader);
        reader.records(manifest)
                .forEach(
                        (section, records) ->
                                records.forEach(
                                        (key, value) ->
                                                terminal.print(line(section, key, value) + "\n")));
        return ExitCode.OK;
    }

    private static Document line(Section section, ByteBuffer key, ByteBuffer value) {
        var line =
                Document.object()
                        .put("component", section.component())
                        .put("state", section.state());
        if (section.instance() != Section.BY_KEY) {
            line.put("instance", section.instance());
        }
        return line.put("key_base64", base64(key)).put("value_base64", base64(value)).build();
    }

    private static String base64(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII
                .decode(Base64.getEncoder().encode(bytes.duplicate()))
                .toString();
    }
}

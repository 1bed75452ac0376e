package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.engine.checkpoint.CheckpointReader;
import io.millrace.engine.checkpoint.InstanceId;
import io.millrace.engine.checkpoint.Manifest;
import io.millrace.engine.checkpoint.StateFile;
import io.millrace.engine.state.Section;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Shows what a checkpoint holds. */
final class StateInspectCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                States.NAME + " inspect",
                States.OPERAND,
                1,
                1,
                "Shows what a checkpoint holds: states, positions, sealed output.",
                States.options(Option.JSON),
                List.of(
                        "./millrace state inspect examples/delayed-flights.yaml",
                        "./millrace state inspect examples/.millrace/delayed-flights --json"));
    }

    /**
     * A state in a checkpoint.
     *
     * @param section which one
     * @param records how many records it has
     * @param bytes how many bytes these have
     */
    private record Held(Section section, int records, long bytes) {

        static Held of(Section section, Map<ByteBuffer, ByteBuffer> records) {
            long bytes =
                    records.entrySet().stream()
                            .mapToLong(r -> (long) r.getKey().limit() + r.getValue().limit())
                            .sum();
            return new Held(section, records.size(), bytes);
        }

        boolean isByKey() {
            return section.instance() == Section.BY_KEY;
        }

        List<String> row() {
            return List.of(
                    section.component(),
                    section.state(),
                    isByKey() ? "by key" : Integer.toString(section.instance()),
                    Figures.count(records),
                    Figures.count(bytes),
                    section.schema());
        }

        Document json() {
            return Document.object()
                    .put("component", section.component())
                    .put("state", section.state())
                    .put(
                            "instance",
                            isByKey() ? Document.ofNull() : Document.of(section.instance()))
                    .put("records", records)
                    .put("bytes", bytes)
                    .put("schema", section.schema())
                    .build();
        }
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) {
        Path folder = States.folder(arguments);
        var reader = new CheckpointReader(folder);
        Manifest manifest = States.manifest(arguments, folder, reader);
        List<Held> states = new ArrayList<>();
        reader.records(manifest)
                .forEach((section, records) -> states.add(Held.of(section, records)));
        states.sort(
                Comparator.comparing((Held held) -> held.section().component())
                        .thenComparing(held -> held.section().state())
                        .thenComparingInt(held -> held.section().instance()));
        if (arguments.has(Option.JSON)) {
            terminal.print(json(folder, manifest, reader.epochs(), states) + "\n");
            return ExitCode.OK;
        }
        if (!states.isEmpty()) {
            var table = new Table("COMPONENT", "STATE", "INSTANCE", ">RECORDS", ">BYTES", "TYPE");
            states.forEach(held -> table.add(held.row()));
            terminal.print(table.text());
        }
        print("position of", manifest.positions(), terminal);
        print("sealed by", manifest.sealed(), terminal);
        terminal.say(
                "%s: epoch %d%s of %s, start %d, %s in %s; kept: %s"
                        .formatted(
                                manifest.system(),
                                manifest.epoch(),
                                manifest.finished() ? ", the last," : "",
                                manifest.at().truncatedTo(ChronoUnit.SECONDS),
                                manifest.generation(),
                                Figures.bytes(bytes(manifest)),
                                folder,
                                reader.epochs()));
        return ExitCode.OK;
    }

    private static void print(String what, Map<InstanceId, Document> documents, Terminal terminal) {
        documents.forEach(
                (id, document) ->
                        terminal.print(
                                "%s %s %d: %s\n"
                                        .formatted(what, id.component(), id.instance(), document)));
    }

    private static long bytes(Manifest manifest) {
        return manifest.files().stream().mapToLong(StateFile::length).sum();
    }

    private static Document json(
            Path folder, Manifest manifest, List<Long> epochs, List<Held> states) {
        return Document.object()
                .put("system", manifest.system())
                .put("folder", folder.toString())
                .put("epoch", manifest.epoch())
                .put("at", manifest.at().toString())
                .put("generation", manifest.generation())
                .put("finished", manifest.finished())
                .put("bytes", bytes(manifest))
                .put("kept", Document.array(epochs.stream().map(Document::of).toList()))
                .put("states", Document.array(states.stream().map(Held::json).toList()))
                .put("positions", json(manifest.positions(), "position"))
                .put("sealed", json(manifest.sealed(), "sealed"))
                .build();
    }

    private static Document json(Map<InstanceId, Document> documents, String name) {
        var all = new ArrayList<Document>();
        documents.forEach(
                (id, document) ->
                        all.add(
                                Document.object()
                                        .put("component", id.component())
                                        .put("instance", id.instance())
                                        .put(name, document)
                                        .build()));
        return Document.array(all);
    }
}

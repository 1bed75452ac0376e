package io.millrace.cli;

import io.millrace.graph.BlueprintSchema;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.NearestName;

import java.util.List;

/** Prints JSON Schema by which editors complete and check blueprints. */
final class SchemaCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "schema",
                "[TYPE]",
                0,
                1,
                "Prints JSON Schema of blueprints, or of components of one type, for editors.",
                List.of(),
                List.of("./millrace schema > millrace.schema.json", "./millrace schema Filter"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) {
        var registry = ComponentRegistry.discover();
        if (arguments.operands().isEmpty()) {
            terminal.print(Pretty.text(BlueprintSchema.of(registry), 0) + "\n");
            return ExitCode.OK;
        }
        String type = arguments.operands().getFirst();
        if (registry.type(type) == null) {
            throw arguments.wrong(
                    "there is no component type '" + type + "'",
                    NearestName.question(type, registry.names()));
        }
        terminal.print(Pretty.text(BlueprintSchema.of(registry, type), 0) + "\n");
        return ExitCode.OK;
    }
}

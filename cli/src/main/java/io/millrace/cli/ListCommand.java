package io.millrace.cli;

import io.millrace.api.Doc;
import io.millrace.graph.ComponentPage;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.ComponentType;
import io.millrace.graph.NearestName;

import java.util.List;
import java.util.stream.Collectors;

/** Tells which types of components there are, and what one of them can do. */
final class ListCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "list",
                "[TYPE]",
                0,
                1,
                "Lists the component types; one type with its options, ports and an example.",
                List.of(Option.JSON),
                List.of("./millrace list", "./millrace list Router"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) {
        var registry = ComponentRegistry.discover();
        boolean json = arguments.has(Option.JSON);
        if (arguments.operands().isEmpty()) {
            terminal.print(json ? allAsJson(registry) : all(registry));
        } else {
            terminal.print(
                    variants(arguments, registry).stream()
                            .map(
                                    json
                                            ? type -> ComponentPage.json(type) + "\n"
                                            : ComponentPage::text)
                            .collect(Collectors.joining(json ? "" : "\n")));
        }
        return ExitCode.OK;
    }

    private static List<ComponentType> variants(Arguments arguments, ComponentRegistry registry) {
        String name = arguments.operands().getFirst();
        List<ComponentType> variants = registry.variants(name);
        if (variants.isEmpty()) {
            throw arguments.wrong(
                    "there is no component type '" + name + "'",
                    NearestName.question(name, registry.names()));
        }
        return variants;
    }

    private static String all(ComponentRegistry registry) {
        var text = new StringBuilder();
        for (ComponentType type : registry.all()) {
            Usage.line(text, ComponentPage.name(type), firstSentence(type));
        }
        return text.toString();
    }

    private static String allAsJson(ComponentRegistry registry) {
        return registry.all().stream()
                .map(ComponentPage::json)
                .collect(Collectors.joining(",", "[", "]\n"));
    }

    private static String firstSentence(ComponentType type) {
        Doc doc = type.implementation().getAnnotation(Doc.class);
        String text = doc == null ? "" : doc.value();
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }
}

package io.millrace.cli;

import io.millrace.api.Doc;
import io.millrace.graph.ComponentPage;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.ComponentType;
import io.millrace.graph.NearestName;

import java.util.List;
import java.util.Objects;
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
                "Lists the component types; one type, also a .java file, with its options and"
                        + " ports.",
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
            List<ComponentType> variants = variants(arguments, registry);
            terminal.print(json ? json(variants) : text(variants));
        }
        return ExitCode.OK;
    }

    private static List<ComponentType> variants(Arguments arguments, ComponentRegistry registry) {
        String name = arguments.operands().getFirst();
        boolean isSource = name.endsWith(".java") || name.contains("/");
        List<ComponentType> variants =
                isSource
                        ? ComponentRegistry.compile(arguments.path(name))
                        : registry.variants(name);
        if (variants.isEmpty()) {
            throw arguments.wrong(
                    "there is no component type '" + name + "'",
                    NearestName.question(name, registry.names()));
        }
        return variants;
    }

    private static String text(List<ComponentType> variants) {
        return variants.stream().map(ComponentPage::text).collect(Collectors.joining("\n"));
    }

    /** Returns an object for one type; a list for several variants. */
    private static String json(List<ComponentType> variants) {
        return variants.size() == 1
                ? ComponentPage.json(variants.getFirst()) + "\n"
                : variants.stream()
                        .map(ComponentPage::json)
                        .collect(Collectors.joining(",", "[", "]\n"));
    }

    private static String all(ComponentRegistry registry) {
        var text = new StringBuilder();
        for (ComponentType type : types(registry)) {
            Usage.line(text, type.name(), firstSentence(type) + variants(type, registry));
        }
        return text.toString();
    }

    private static String variants(ComponentType type, ComponentRegistry registry) {
        var names = registry.variants(type.name()).stream().map(ComponentType::variant).toList();
        return names.size() < 2 ? "" : " Variants: " + String.join(", ", names) + ".";
    }

    private static String allAsJson(ComponentRegistry registry) {
        return registry.names().stream()
                .flatMap(name -> registry.variants(name).stream())
                .map(ComponentPage::json)
                .collect(Collectors.joining(",", "[", "]\n"));
    }

    private static List<ComponentType> types(ComponentRegistry registry) {
        return registry.names().stream().map(registry::type).map(Objects::requireNonNull).toList();
    }

    private static String firstSentence(ComponentType type) {
        Doc doc = type.implementation().getAnnotation(Doc.class);
        String text = doc == null ? "" : doc.value();
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }
}

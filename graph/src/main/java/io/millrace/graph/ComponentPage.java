package io.millrace.graph;

import io.millrace.api.Behaviour;
import io.millrace.api.Handler;
import io.millrace.api.HasPorts;
import io.millrace.api.Output;
import io.millrace.api.Range;
import io.millrace.api.Registered;
import io.millrace.api.Since;
import io.millrace.api.Source;
import io.millrace.api.Traits;
import io.millrace.graph.OptionType.Choice;
import io.millrace.graph.OptionType.ListOf;
import io.millrace.graph.OptionType.MapOf;
import io.millrace.graph.OptionType.Nested;
import io.millrace.graph.OptionType.Simple;
import io.millrace.graph.RecordDescription.Option;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The reference of a component type, made of what its class declares: as Markdown for the
 * documentation, as text for a terminal, as JSON for programs.
 *
 * @since 0.1
 */
public final class ComponentPage {

    private final ComponentType type;
    private final ComponentDescription description;
    private final List<Row> rows = new ArrayList<>();

    private ComponentPage(ComponentType type) {
        this.type = type;
        this.description =
                type instanceof ClassType known
                        ? known.description()
                        : ComponentDescription.of(type.implementation());
        RecordDescription config = description.config();
        if (config != null) {
            addRows("", config);
        }
    }

    /**
     * One line of the table of options.
     *
     * @param standard the default as it would be written, or what holds instead
     */
    private record Row(String key, String type, String standard, String range, String doc) {}

    private record Answer(String key, String question, String text) {}

    /**
     * Returns the reference page, without links to others.
     *
     * @param type a type known by its class
     * @throws IllegalArgumentException if the class cannot be a component type
     */
    public static String markdown(ComponentType type) {
        return markdown(type, new ComponentRegistry());
    }

    /**
     * Returns the reference page.
     *
     * @param type a type known by its class
     * @param registry where its other variants are found, which the page shows too, and its
     *     relatives, to which it leads on: the types of the same package
     * @throws IllegalArgumentException if the class cannot be a component type
     */
    public static String markdown(ComponentType type, ComponentRegistry registry) {
        var page = new ComponentPage(type);
        var out = new StringBuilder("# " + type.name() + "\n");
        if (type.variant().equals(Registered.DEFAULT_VARIANT)) {
            page.body(out, "##");
        } else {
            page.variant(out);
        }
        for (ComponentType variant : registry.variants(type.name())) {
            if (!variant.variant().equals(type.variant())) {
                new ComponentPage(variant).variant(out);
            }
        }
        List<String> relatives = page.relatives(registry);
        if (!relatives.isEmpty()) {
            out.append("\nSee also: ").append(String.join(", ", relatives)).append(".\n");
        }
        return out.toString();
    }

    private void variant(StringBuilder out) {
        out.append("\n## Variant `").append(type.variant()).append("`\n");
        body(out, "###");
    }

    /** Appends what stands below the title, with such marks before its headings. */
    private void body(StringBuilder out, String marks) {
        paragraph(out, description.doc());
        out.append('\n').append(shape()).append(" Inputs: ").append(code(inputs()));
        out.append(". Outputs: ").append(code(outputs())).append(".\n");
        for (String trait : traits()) {
            paragraph(out, trait);
        }
        paragraph(out, since());
        heading(out, marks, "Options");
        if (rows.isEmpty()) {
            out.append("None.\n");
        } else {
            out.append("| Key | Type | Default | Range | Meaning |\n");
            out.append("|---|---|---|---|---|\n");
            for (Row row : rows) {
                out.append("| `").append(row.key()).append("` | ").append(cell(row.type()));
                out.append(" | ").append(cell(row.standard()));
                out.append(" | ").append(row.range());
                out.append(" | ").append(cell(row.doc())).append(" |\n");
            }
        }
        if (!description.example().isEmpty()) {
            heading(out, marks, "Example");
            out.append("```yaml\n").append(description.example().strip()).append("\n```\n");
        }
        if (!behaviour().isEmpty()) {
            heading(out, marks, "Behaviour");
            for (Answer answer : behaviour()) {
                out.append("- **").append(answer.question()).append("** ");
                out.append(answer.text()).append(".\n");
            }
        }
    }

    private static void heading(StringBuilder out, String marks, String text) {
        out.append('\n').append(marks).append(' ').append(text).append("\n\n");
    }

    /**
     * Returns the reference for a terminal.
     *
     * @param type a type known by its class
     * @throws IllegalArgumentException if the class cannot be a component type
     */
    public static String text(ComponentType type) {
        var page = new ComponentPage(type);
        var out = new StringBuilder(type.name());
        if (!type.variant().equals(Registered.DEFAULT_VARIANT)) {
            out.append(", variant ").append(type.variant());
        }
        if (!page.description.doc().isEmpty()) {
            out.append(": ").append(page.description.doc());
        }
        out.append("\n\n").append(page.shape());
        out.append("\ninputs:  ").append(String.join(", ", page.inputs()));
        out.append("\noutputs: ").append(String.join(", ", page.outputs())).append('\n');
        for (String trait : page.traits()) {
            out.append(trait).append('\n');
        }
        if (!page.since().isEmpty()) {
            out.append(page.since()).append('\n');
        }
        if (!page.behaviour().isEmpty()) {
            out.append('\n');
            for (Answer answer : page.behaviour()) {
                out.append(answer.question()).append(' ');
                out.append(answer.text().replace("`", "")).append(".\n");
            }
        }
        if (!page.rows.isEmpty()) {
            out.append("\noptions:\n");
        }
        for (Row row : page.rows) {
            out.append("  ").append(row.key()).append(": ").append(row.type());
            out.append(" (").append(row.standard().replace("`", ""));
            out.append(row.range().isEmpty() ? "" : "; " + row.range()).append(")\n");
            if (!row.doc().isEmpty()) {
                out.append("      ").append(row.doc()).append('\n');
            }
        }
        if (!page.description.example().isEmpty()) {
            out.append("\nexample:\n");
            for (String line : page.description.example().strip().lines().toList()) {
                out.append("  ").append(line).append('\n');
            }
        }
        return out.toString();
    }

    /**
     * Returns the reference as a JSON object on one line.
     *
     * @param type a type known by its class
     * @throws IllegalArgumentException if the class cannot be a component type
     */
    public static String json(ComponentType type) {
        var page = new ComponentPage(type);
        var out = new StringBuilder("{\"type\":");
        JsonText.quote(out, type.name());
        JsonText.field(out, "variant", type.variant());
        JsonText.field(out, "doc", page.description.doc());
        JsonText.field(out, "inputs", page.inputs());
        JsonText.field(out, "outputs", page.outputs());
        out.append(",\"options\":[");
        for (Row row : page.rows) {
            out.append(out.charAt(out.length() - 1) == '[' ? "{" : ",{").append("\"key\":");
            JsonText.quote(out, row.key());
            JsonText.field(out, "type", row.type());
            JsonText.field(out, "default", row.standard().replace("`", ""));
            JsonText.field(out, "range", row.range());
            JsonText.field(out, "doc", row.doc());
            out.append('}');
        }
        out.append(']');
        JsonText.field(out, "example", page.description.example());
        for (Answer answer : page.behaviour()) {
            JsonText.field(out, answer.key(), answer.text());
        }
        if (!page.since().isEmpty()) {
            JsonText.field(out, "since", page.since());
        }
        return out.append('}').toString();
    }

    /**
     * Returns what {@link #summary(ComponentType)} says of each variant of a type that has no
     * default one, and else what it says of the type.
     *
     * @param registry where the variants are found
     * @since 0.2
     */
    public static String summary(ComponentType type, ComponentRegistry registry) {
        if (type.variant().equals(Registered.DEFAULT_VARIANT)) {
            return summary(type);
        }
        var all = new ArrayList<String>();
        for (ComponentType variant : registry.variants(type.name())) {
            all.add("`" + variant.variant() + "`: " + summary(variant));
        }
        return String.join(" ", all);
    }

    /** Returns the first sentence of what a type does, for a list of types. */
    public static String summary(ComponentType type) {
        String doc = new ComponentPage(type).description.doc();
        int end = doc.indexOf(". ");
        return end < 0 ? doc : doc.substring(0, end + 1);
    }

    private void addRows(String path, RecordDescription record) {
        for (Option option : record.options()) {
            String key = path + option.key();
            rows.add(
                    new Row(
                            key,
                            label(option),
                            standard(option),
                            range(option.range()),
                            option.doc()));
            RecordDescription nested = nested(option.type());
            if (nested != null) {
                addRows(key + suffix(option.type()) + ".", nested);
            }
        }
    }

    private static @Nullable RecordDescription nested(OptionType type) {
        return switch (type) {
            case Nested(RecordDescription record) -> record;
            case ListOf(OptionType element) -> nested(element);
            case MapOf(OptionType element) -> nested(element);
            case Simple _, Choice _ -> null;
        };
    }

    private static String suffix(OptionType type) {
        return switch (type) {
            case ListOf(OptionType element) -> "[]" + suffix(element);
            case MapOf(OptionType element) -> ".*" + suffix(element);
            case Simple _, Choice _, Nested _ -> "";
        };
    }

    private static String label(Option option) {
        String label = option.type().label();
        boolean isNamed = !option.variable().equals("item");
        return isNamed ? label + " over " + option.variable() : label;
    }

    private static String standard(Option option) {
        return switch (option.absent()) {
            case REFUSED -> "required";
            case DEFAULT -> option.fallback().isEmpty() ? "empty" : "`" + option.fallback() + "`";
            case EMPTY, NULL -> "none";
        };
    }

    private static String range(@Nullable Range range) {
        if (range == null) {
            return "";
        }
        if (range.max() == Long.MAX_VALUE) {
            return "at least " + range.min();
        }
        return range.min() == Long.MIN_VALUE
                ? "at most " + range.max()
                : range.min() + " to " + range.max();
    }

    private String shape() {
        if (Source.class.isAssignableFrom(type.implementation())) {
            return "A source.";
        }
        boolean isSink = !hasPortsOfConfig() && type.outputs(ComponentSpec.NO_CONFIG).isEmpty();
        if (isSink) {
            return "A sink.";
        }
        return Handler.class.isAssignableFrom(type.implementation())
                ? "A handler."
                : "A component with a loop of its own.";
    }

    private List<String> inputs() {
        List<String> inputs = type.inputs(ComponentSpec.NO_CONFIG);
        return inputs.isEmpty() ? List.of("none") : inputs;
    }

    private List<String> outputs() {
        if (hasPortsOfConfig()) {
            return List.of("as the options say", Output.ERROR);
        }
        var outputs = new ArrayList<>(type.outputs(ComponentSpec.NO_CONFIG));
        outputs.add(Output.ERROR);
        return outputs;
    }

    private boolean hasPortsOfConfig() {
        RecordDescription config = description.config();
        return config != null && HasPorts.class.isAssignableFrom(config.type());
    }

    private List<String> traits() {
        var traits = new ArrayList<String>();
        Traits declared = ComponentDescription.traits(type.implementation());
        if (declared != null && declared.stateful()) {
            traits.add("Keeps state: in parallel only where the items have a key.");
        }
        if (declared != null && declared.maxParallelism() == 1) {
            traits.add("Runs as one instance.");
        } else if (declared != null && declared.maxParallelism() < Integer.MAX_VALUE) {
            traits.add("Runs as at most " + declared.maxParallelism() + " instances.");
        }
        return traits;
    }

    /** Returns what {@link Behaviour} says. */
    private List<Answer> behaviour() {
        Behaviour declared = description.behaviour();
        if (declared == null) {
            return List.of();
        }
        String errors = declared.errors().isEmpty() ? "never" : declared.errors();
        return List.of(
                new Answer("emits", "Emits when", declared.emits()),
                new Answer("blocks", "Blocks when", declared.blocks()),
                new Answer("completes", "Completes when", declared.completes()),
                new Answer("fails", "Fails when", declared.fails()),
                new Answer("errors", "An item fails when", errors));
    }

    private String since() {
        Since declared = description.since();
        if (declared == null) {
            return "";
        }
        return "Since "
                + declared.value()
                + (declared.stable() ? "; stable." : "; may still change.");
    }

    private List<String> relatives(ComponentRegistry registry) {
        var relatives = new ArrayList<String>();
        for (String name : registry.names()) {
            ComponentType other = Objects.requireNonNull(registry.type(name));
            boolean isRelative =
                    other.implementation().getPackage() == type.implementation().getPackage();
            if (isRelative && !name.equals(type.name())) {
                relatives.add("[" + name + "](" + name + ".md)");
            }
        }
        return relatives;
    }

    private static void paragraph(StringBuilder out, String text) {
        if (!text.isEmpty()) {
            out.append('\n').append(text).append('\n');
        }
    }

    private static String code(List<String> names) {
        var out = new ArrayList<String>();
        for (String name : names) {
            out.add(name.indexOf(' ') < 0 && !name.equals("none") ? "`" + name + "`" : name);
        }
        return String.join(", ", out);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}

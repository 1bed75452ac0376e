package io.millrace.graph;

import static io.millrace.graph.OptionSchema.anyOf;
import static io.millrace.graph.OptionSchema.closed;
import static io.millrace.graph.OptionSchema.reference;
import static io.millrace.graph.OptionSchema.type;

import io.millrace.api.Document;
import io.millrace.api.Registered;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * JSON Schema (2020-12) of blueprints, made of what the component types declare, for editors and
 * other programs. It admits every blueprint that can run, and refuses what can be seen without
 * knowing what refers to what: keys, types, ranges and what is missing.
 *
 * @since 0.1
 */
public final class BlueprintSchema {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final String NAME = "^[A-Za-z]([A-Za-z0-9_-]*[A-Za-z0-9_])?$";
    private static final String PATH = "^\\.\\.?/";
    private static final String DEFINITIONS = "#/$defs/";
    private static final String VARIANT = "Which variant of the type.";

    private final ComponentRegistry registry;
    private final Document.Builder definitions = Document.object();

    private BlueprintSchema(ComponentRegistry registry) {
        this.registry = registry;
    }

    /** Returns the schema of a whole blueprint. */
    public static Document of(ComponentRegistry registry) {
        var schema = new BlueprintSchema(registry);
        Document whole = schema.whole();
        return Document.object()
                .put("$schema", DIALECT)
                .put("title", "Millrace blueprint")
                .put(
                        "description",
                        "Components with their configuration, and bindings between them.")
                .put("$ref", DEFINITIONS + "blueprint")
                .put("$defs", schema.definitions.put("blueprint", whole).build())
                .build();
    }

    /**
     * Returns the schema of a component of one type, as it stands in a blueprint.
     *
     * @param type the name of a type that the registry knows
     */
    public static Document of(ComponentRegistry registry, String type) {
        var schema = new BlueprintSchema(registry);
        Document named = schema.typed(type).put("additionalProperties", false).build();
        return Document.object()
                .put("$schema", DIALECT)
                .put("title", type)
                .put("$ref", DEFINITIONS + "component")
                .put("$defs", schema.definitions.put("component", named).build())
                .build();
    }

    // ---- the blueprint

    private Document whole() {
        definitions.put("component", component(false));
        definitions.put("listed_component", component(true));
        definitions.put("system", closed(keys().build(), List.of()));
        Document system = anyOf(name(), ref("system"));
        Document all =
                keys().put(
                                "system",
                                described(system, "The system's name; or all of it, as a block."))
                        .build();
        return closed(all, List.of())
                .edit()
                .put(
                        "anyOf",
                        Document.array(
                                List.of(
                                        requiring("components"),
                                        Document.object()
                                                .put(
                                                        "properties",
                                                        Document.object()
                                                                .put(
                                                                        "system",
                                                                        requiring("components")
                                                                                .edit()
                                                                                .put(
                                                                                        "type",
                                                                                        "object")
                                                                                .build())
                                                                .build())
                                                .put("required", array("system"))
                                                .build())))
                .build();
    }

    private static Document.Builder keys() {
        return OptionSchema.properties(GraphSettings.WRITTEN)
                .put(
                        "name",
                        described(name(), "The system's name, where 'system' does not say it."))
                .put("description", described(any(), "A sentence for people."))
                .put("schema_version", any())
                .put(
                        "strict_variants",
                        described(
                                anyOf(type("boolean"), reference()),
                                "Whether a variant that there is not is an error."))
                .put("parameters", parameters())
                .put("inputs", ends("The inputs it has as a component of another blueprint."))
                .put("outputs", ends("The outputs it has as a component of another blueprint."))
                .put("components", components())
                .put("bindings", bindings());
    }

    private static Document parameters() {
        Document whole =
                closed(
                        Document.object()
                                .put("default", type("string", "number", "boolean", "null"))
                                .put("description", any())
                                .build(),
                        List.of());
        return described(
                Document.object()
                        .put("type", "object")
                        .put(
                                "additionalProperties",
                                anyOf(type("string", "number", "boolean", "null"), whole))
                        .build(),
                "Names that ${NAME} refers to, each with a default.");
    }

    private static Document ends(String doc) {
        Document texts =
                anyOf(
                        scalar(),
                        Document.object().put("type", "array").put("items", scalar()).build());
        return described(
                anyOf(
                        type("null"),
                        texts,
                        Document.object()
                                .put("type", "object")
                                .put("additionalProperties", texts)
                                .build()),
                doc);
    }

    private static Document components() {
        return described(
                anyOf(
                        Document.object()
                                .put("type", "object")
                                .put("minProperties", 1)
                                .put(
                                        "propertyNames",
                                        Document.object().put("pattern", NAME).build())
                                .put("additionalProperties", ref("component"))
                                .build(),
                        Document.object()
                                .put("type", "array")
                                .put("minItems", 1)
                                .put("items", ref("listed_component"))
                                .build()),
                "The components by their names, or a list of them.");
    }

    private static Document bindings() {
        Document.Builder usual =
                OptionSchema.properties(CommonOptions.BINDING)
                        .put("from", described(scalar(), "An output: 'a' or 'a.x'."))
                        .put(
                                "to",
                                described(
                                        anyOf(
                                                scalar(),
                                                Document.object()
                                                        .put("type", "array")
                                                        .put(
                                                                "items",
                                                                type(
                                                                        "string", "number",
                                                                        "boolean", "null"))
                                                        .build()),
                                        "An input, 'b' or 'b.y', or several."));
        Document.Builder classic = OptionSchema.properties(CommonOptions.BINDING);
        for (String key :
                List.of("from_component", "to_component", "from_port", "to_port", "stream_name")) {
            classic.put(key, scalar());
        }
        Document binding =
                anyOf(
                        Document.object()
                                .put("type", "string")
                                .put("description", "A chain: 'a -> b.x', 'a -> b -> c'.")
                                .build(),
                        closed(usual.build(), List.of("from", "to")),
                        closed(classic.build(), List.of("from_component", "to_component")));
        return described(
                anyOf(
                        type("null"),
                        Document.object().put("type", "array").put("items", binding).build()),
                "The streams between components.");
    }

    // ---- components

    /** Returns the schema of a component, which may have its name among its keys. */
    private Document component(boolean named) {
        var types = new ArrayList<Document>();
        var choices = new ArrayList<Document>();
        for (String type : registry.names()) {
            types.add(constant(type).edit().put("description", doc(type)).build());
            choices.add(choice(type));
        }
        types.add(
                Document.object()
                        .put("type", "string")
                        .put("pattern", PATH)
                        .put("description", "A file: another blueprint, or a component in Java.")
                        .build());
        types.add(reference());
        Document.Builder properties =
                OptionSchema.properties(CommonOptions.COMPONENT)
                        .put("type", Document.object().put("anyOf", Document.array(types)).build())
                        .put("config", any());
        var required = new ArrayList<>(List.of("type"));
        if (named) {
            properties.put("name", name());
            required.add("name");
        }
        return closed(properties.build(), required)
                .edit()
                .put("allOf", Document.array(choices))
                .build();
    }

    /** Returns what holds for a component if it is of a type. */
    private Document choice(String type) {
        Document isType =
                Document.object()
                        .put("properties", Document.object().put("type", constant(type)).build())
                        .put("required", array("type"))
                        .build();
        Document.Builder then = Document.object();
        then.put("properties", Document.object().put("config", ref(define(type))).build());
        if (needsConfig(type)) {
            then.put("required", array("config"));
        }
        return Document.object().put("if", isType).put("then", then.build()).build();
    }

    /** Returns the schema of a component of one type. */
    private Document.Builder typed(String type) {
        Document.Builder properties =
                OptionSchema.properties(CommonOptions.COMPONENT)
                        .put("type", constant(type))
                        .put("config", ref(define(type)));
        var required = needsConfig(type) ? List.of("type", "config") : List.of("type");
        return closed(properties.build(), required).edit().put("description", doc(type));
    }

    /** Defines what a type takes as its configuration; returns the definition's name. */
    private String define(String type) {
        String name = "config_of_" + type;
        definitions.put(name, config(registry.variants(type)));
        return name;
    }

    private static Document config(List<ComponentType> variants) {
        if (variants.size() == 1 && isStandard(variants.getFirst())) {
            return config(variants.getFirst());
        }
        var names = new ArrayList<Document>();
        var choices = new ArrayList<Document>();
        boolean hasStandard = false;
        for (ComponentType variant : variants) {
            hasStandard |= isStandard(variant);
            if (!isStandard(variant)) {
                names.add(Document.of(variant.variant()));
                choices.add(ifVariant(constant(variant.variant()), config(variant)));
            }
        }
        Document others =
                anyOf(Document.object().put("enum", Document.array(names)).build(), reference());
        if (!hasStandard) {
            return Document.object()
                    .put("type", "object")
                    .put(
                            "properties",
                            Document.object().put(Variants.KEY, described(others, VARIANT)).build())
                    .put("required", array(Variants.KEY))
                    .put("allOf", Document.array(choices))
                    .build();
        }
        Document standard = config(variants.getFirst());
        return ifVariant(others, Document.object().put("allOf", Document.array(choices)).build())
                .edit()
                .put("else", standard)
                .build();
    }

    private static Document ifVariant(Document variant, Document then) {
        Document isVariant =
                Document.object()
                        .put("type", "object")
                        .put("properties", Document.object().put(Variants.KEY, variant).build())
                        .put("required", array(Variants.KEY))
                        .build();
        return Document.object().put("if", isVariant).put("then", then).build();
    }

    private static boolean isStandard(ComponentType type) {
        return type.variant().equals(Registered.DEFAULT_VARIANT);
    }

    /** Returns what one variant takes; whatever there is, if it cannot be used at all. */
    private static Document config(ComponentType type) {
        RecordDescription declared;
        try {
            declared = Specs.declared(type);
        } catch (IllegalArgumentException e) {
            return any(); // whoever uses it is told so
        }
        Document.Builder properties =
                declared == null ? Document.object() : OptionSchema.properties(declared);
        List<String> required = declared == null ? List.of() : OptionSchema.required(declared);
        if (declared == null || !declared.has(Variants.KEY)) {
            properties.put(Variants.KEY, described(type("string", "null"), VARIANT));
        }
        Document schema = closed(properties.build(), required);
        return required.isEmpty()
                ? schema.edit().put("type", OptionSchema.texts(List.of("object", "null"))).build()
                : schema;
    }

    private boolean needsConfig(String type) {
        List<ComponentType> variants = registry.variants(type);
        ComponentType first = variants.getFirst();
        try {
            RecordDescription declared = Specs.declared(first);
            return !isStandard(first)
                    || (declared != null && !OptionSchema.required(declared).isEmpty());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns what a type does, with its example. */
    private String doc(String type) {
        ComponentType first = Objects.requireNonNull(registry.type(type));
        try {
            ComponentDescription description = ((ClassType) first).description();
            return description.example().isEmpty()
                    ? description.doc()
                    : description.doc() + "\n\n" + description.example().strip();
        } catch (IllegalArgumentException e) {
            return "This type cannot be used: " + e.getMessage();
        }
    }

    // ---- parts

    private static Document any() {
        return Document.object().build();
    }

    /** A text, number or boolean: what a name or a port may be written as. */
    private static Document scalar() {
        return type("string", "number", "boolean");
    }

    private static Document name() {
        return anyOf(
                Document.object().put("type", "string").put("pattern", NAME).build(),
                type("boolean"),
                reference());
    }

    private static Document constant(String text) {
        return Document.object().put("const", text).build();
    }

    private static Document ref(String definition) {
        return Document.object().put("$ref", DEFINITIONS + definition).build();
    }

    private static Document described(Document schema, String doc) {
        return schema.edit().put("description", doc).build();
    }

    private static Document requiring(String key) {
        return Document.object().put("required", array(key)).build();
    }

    private static Document array(String text) {
        return Document.array(List.of(Document.of(text)));
    }
}

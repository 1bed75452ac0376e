package io.millrace.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.millrace.api.ComponentLibrary;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.blueprint.shop.Shop;
import io.millrace.components.BuiltIns;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.BlueprintSchema;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.ConfigValue;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.ConfigValue.Sequence;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Diagnostic.Severity;
import io.millrace.graph.Problem;
import io.millrace.graph.Problems;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The schema says of a blueprint what its reader says, as far as a schema can see. */
class SchemaTest {

    private static final Schema OF_SHOP = schema(BlueprintSchema.of(registry(new Shop())));

    /** Problems that a schema sees wherever they are. */
    private static final Set<Problem> SEEN =
            EnumSet.of(
                    Problem.WRONG_SHAPE,
                    Problem.UNKNOWN_KEY,
                    Problem.MISSING_KEY,
                    Problem.UNKNOWN_TYPE,
                    Problem.NO_COMPONENTS,
                    Problem.UNKNOWN_OPTION,
                    Problem.MISSING_OPTION,
                    Problem.WRONG_TYPE,
                    Problem.OUT_OF_RANGE,
                    Problem.NOT_ALLOWED);

    /** Problems that it sees in some places: a name as a key, an option of a later version. */
    private static final Set<Problem> SOMETIMES =
            EnumSet.of(
                    Problem.BAD_NAME,
                    Problem.NOT_AVAILABLE,
                    Problem.MORE_PROBLEMS,
                    Problem.UNKNOWN_VARIANT);

    /** Why a schema sees nothing of the others. */
    private static final Map<Problem, String> UNSEEN = new EnumMap<>(Problem.class);

    private static void unseen(String reason, Problem... problems) {
        Arrays.stream(problems).forEach(p -> UNSEEN.put(p, reason));
    }

    static {
        unseen(
                "there is no value that it could be asked of",
                Problem.SYNTAX,
                Problem.UNREADABLE,
                Problem.ENCODING,
                Problem.TOO_LARGE,
                Problem.EMPTY,
                Problem.SEVERAL_DOCUMENTS,
                Problem.TAG,
                Problem.DUPLICATE_KEY,
                Problem.TOO_DEEP,
                Problem.ALIASES);
        unseen(
                "it knows no parameters, settings and environment",
                Problem.BAD_REFERENCE,
                Problem.UNDEFINED_REFERENCE,
                Problem.UNUSED_SETTING);
        unseen(
                "it does not see what a text or a list elsewhere refers to",
                Problem.UNKNOWN_COMPONENT,
                Problem.UNKNOWN_PORT,
                Problem.DUPLICATE_NAME,
                Problem.BAD_BINDING,
                Problem.INTO_SOURCE,
                Problem.OUT_OF_SINK,
                Problem.BOUND_TWICE,
                Problem.CYCLE,
                Problem.UNBOUND_OUTPUT,
                Problem.UNBOUND_ERRORS,
                Problem.DEADLOCK,
                Problem.UNREACHABLE,
                Problem.UNBOUND_INPUT,
                Problem.AMBIGUOUS_STREAM,
                Problem.PARALLEL_WITHOUT_KEY,
                Problem.DISTRIBUTE_WITHOUT_KEY,
                Problem.TIME_AFTER_PARALLEL,
                Problem.TWO_BULKHEADS,
                Problem.WEAK_PATH,
                Problem.STATE_OF_ANOTHER);
        unseen(
                "it is of the type, not of what is written",
                Problem.TOO_PARALLEL,
                Problem.POLICY_ON_LOOP,
                Problem.NO_EFFECT,
                Problem.BROKEN_TYPE,
                Problem.ASSUMED_VARIANT);
        unseen(
                "it does not read other files",
                Problem.NOT_WHOLE,
                Problem.RECURSION,
                Problem.NO_ENDS,
                Problem.TOO_MANY,
                Problem.SOURCE_ERROR,
                Problem.SOURCE_WARNING,
                Problem.OUTSIDE,
                Problem.NO_COMPONENT);
        unseen("code of the component decides", Problem.REFUSED);
        unseen("it does not compile expressions", Problem.BAD_EXPRESSION);
    }

    private static ComponentRegistry registry(ComponentLibrary library) {
        return new ComponentRegistry().register(library);
    }

    private static Schema schema(Document schema) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.toString(), InputFormat.JSON);
    }

    @Test
    void every_problem_is_seen_or_has_a_reason_not_to_be() {
        var all = EnumSet.noneOf(Problem.class);
        all.addAll(SEEN);
        all.addAll(SOMETIMES);
        all.addAll(UNSEEN.keySet());

        assertThat(all).containsExactlyInAnyOrder(Problem.values());
        assertThat(UNSEEN.values()).doesNotContain("");
    }

    @TestFactory
    Stream<DynamicTest> good_blueprints_are_valid() throws IOException {
        try (Stream<Path> all = Files.walk(Corpus.FOLDER.resolve("good"))) {
            return all.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream()
                    .map(f -> dynamicTest(f.toString(), () -> assertThat(errors(f)).isEmpty()));
        }
    }

    @TestFactory
    Stream<DynamicTest> bad_blueprints_are_invalid_where_a_schema_can_see_it() throws IOException {
        return Corpus.files(Corpus.FOLDER.resolve("bad"), ".yaml").stream()
                .filter(file -> value(file) != null)
                .map(file -> dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    private static void compare(Path file) throws IOException {
        List<Diagnostic> problems =
                Corpus.problems(file).stream()
                        .filter(p -> p.position().file().equals(file.toString()))
                        .toList();
        if (isAmong(SEEN, problems)) {
            assertThat(errors(file)).as("%s", problems).isNotEmpty();
        } else if (!isAmong(SOMETIMES, problems)) {
            assertThat(errors(file)).as("%s", problems).isEmpty();
        }
    }

    private static boolean isAmong(Set<Problem> some, List<Diagnostic> problems) {
        return problems.stream()
                .filter(p -> p.severity() == Severity.ERROR)
                .anyMatch(p -> some.stream().anyMatch(s -> s.code().equals(p.code())));
    }

    /** What an option may be given: of each type something, and of most something wrong. */
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "0",
                    "5",
                    "-1",
                    "1.5",
                    "3000000000",
                    "\"\"",
                    "\"text\"",
                    "\"5\"",
                    "\"5s\"",
                    "\"1m30s\"",
                    "\"-5s\"",
                    "\"1.2.3s\"",
                    "\"5 s\"",
                    "\"64KiB\"",
                    "\"64 KiB\"",
                    "\"append\"",
                    "[]",
                    "[\"a\"]",
                    "[1]",
                    "[{}]",
                    "{}",
                    "{\"a\":\"1\"}",
                    "{\"items\":5}");

    @TestFactory
    Stream<DynamicTest> schema_and_reader_agree_on_every_value_of_every_option() {
        ComponentRegistry registry = registry(new BuiltIns());
        return registry.names().stream()
                .map(type -> dynamicTest(type, () -> agree(type, registry)));
    }

    private static void agree(String type, ComponentRegistry registry) {
        Class<?> declared = Objects.requireNonNull(registry.type(type)).implementation();
        String example = Objects.requireNonNull(declared.getAnnotation(Example.class)).value();
        Document base = Objects.requireNonNull(json(value("components:\n" + example.indent(2))));
        Document component = get(base, "components").at(0);
        Document schema = BlueprintSchema.of(registry, type);
        var agreement = new Agreement(registry, schema(schema));
        if (type.equals("Filter")) { // what all types take is the same for all
            for (String key : names(get(schema, "$defs", "component", "properties"))) {
                for (String value : key.equals("type") ? List.<String>of() : VALUES) {
                    agreement.check(component.edit().put(key, Document.parse(value)).build());
                }
            }
        }
        boolean bare = component.get("config") == null;
        Document config = bare ? Document.object().build() : get(component, "config");
        var keys = new ArrayList<>(names(get(schema, "$defs", "config_of_" + type, "properties")));
        keys.add("no_such_option");
        keys.remove("variant"); // the reader knows 'default', and a schema any text
        for (String key : keys) {
            for (String value : VALUES) {
                Document changed = config.edit().put(key, Document.parse(value)).build();
                agreement.check(component.edit().put("config", changed).build());
            }
        }
    }

    /** Holds schema and reader to the same verdict on components of one type. */
    private record Agreement(ComponentRegistry registry, Schema schema) {

        void check(Document component) {
            Document named = Document.object().put("it", component).build();
            String text = Document.object().put("components", named).build().toString();
            List<Diagnostic> problems;
            try {
                problems =
                        new Blueprint(registry, Map.of(), _ -> null)
                                .parse(text, "test.yaml", Path.of(""))
                                .warnings();
            } catch (BlueprintException e) {
                problems = e.diagnostics();
            }
            List<String> errors = errors(schema, component.toString());
            assertThat(errors.isEmpty())
                    .as("%s%nreader: %s%nschema: %s", component, problems, errors)
                    .isEqualTo(!isAmong(SEEN, problems));
        }
    }

    private static List<String> names(Document object) {
        var names = new ArrayList<String>();
        for (int slot = 0; slot < object.size(); slot++) {
            names.add(object.name(slot));
        }
        return names;
    }

    private static Document get(Document document, String... path) {
        Document found = document;
        for (String name : path) {
            found = Objects.requireNonNull(found.get(name), name);
        }
        return found;
    }

    private static List<String> errors(Path file) {
        return errors(OF_SHOP, Objects.requireNonNull(json(value(file))).toString());
    }

    private static List<String> errors(Schema schema, String json) {
        return schema.validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
    }

    private static @Nullable ConfigValue value(Path file) {
        try {
            return value(BlueprintFile.read(file));
        } catch (BlueprintException e) {
            return null;
        }
    }

    private static @Nullable ConfigValue value(String text) {
        try {
            return new YamlReader(new SourceText("test.yaml", text), new Problems()).read();
        } catch (BlueprintException e) {
            return null;
        }
    }

    /** Returns what an editor makes of a text. */
    private static @Nullable Document json(@Nullable ConfigValue value) {
        return switch (value) {
            case null -> null;
            case Scalar scalar -> scalar(scalar);
            case Sequence list -> {
                var elements = new ArrayList<Document>();
                list.elements().forEach(e -> elements.add(Objects.requireNonNull(json(e))));
                yield Document.array(elements);
            }
            case Mapping fields -> {
                var object = Document.object();
                for (Field field : fields.fields()) {
                    object.put(field.key().text(), Objects.requireNonNull(json(field.value())));
                }
                yield object.build();
            }
            case ConfigValue.Ready _, ConfigValue.Broken _ -> Document.ofNull();
        };
    }

    private static Document scalar(Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.kind()) {
            case NULL -> Document.ofNull();
            case BOOLEAN -> Document.of(Boolean.parseBoolean(text));
            case INTEGER ->
                    text.startsWith("0x") || text.startsWith("0o")
                            ? Document.of(Long.parseLong(text, 2, text.length(), radix(text)))
                            : Document.parse(new BigInteger(text).toString());
            case FLOAT -> Document.of(Double.parseDouble(text));
            case TEXT -> Document.of(text);
        };
    }

    private static int radix(String text) {
        return text.charAt(1) == 'x' ? 16 : 8;
    }
}

package io.millrace.components.schema;

import static io.millrace.components.Options.field;
import static io.millrace.components.Options.items;
import static io.millrace.components.flow.Expressions.apostrophes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.components.Options;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

class ValidatorTest {

    private static final String PERSON =
            """
            {'type': 'object', 'required': ['name'],
             'properties': {'age': {'type': 'integer', 'minimum': 0}, 'mail': {'format': 'email'}}}
            """;

    @TempDir Path folder;

    private static Document json(String text) {
        return Document.parse(text.replace('\'', '"'));
    }

    private ComponentTester inline(String schema) {
        return ComponentTester.of(Validator.class).config("schema", json(schema)).in(folder);
    }

    private ComponentTester file(String path) {
        return ComponentTester.of(Validator.class).config("schema_file", path).in(folder);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text.replace('\'', '"'));
    }

    private static String violations(TestRun run) {
        return apostrophes(field(run.errors().getFirst(), "details"));
    }

    @Test
    void valid_items_pass_and_others_fail_with_all_violations() throws Exception {
        var run =
                inline(PERSON)
                        .input(items("{'name':'a','age':1}", "{'age':-1.5}", "{'name':'b'}"))
                        .run()
                        .finished();

        assertThat(run.output()).hasSize(2);
        assertThat(violations(run))
                .isEqualTo(
                        "{'violations':[{'path':'/age','keyword':'type',"
                                + "'message':'number found, integer expected'},"
                                + "{'path':'/age','keyword':'minimum',"
                                + "'message':'must have a minimum value of 0'},"
                                + "{'path':'','keyword':'required',"
                                + "'message':'required property 'name' not found'}],'count':3}");
        assertThat(run.errorMessages())
                .containsExactly(
                        "the item is not valid: /age: number found, integer expected; /age: must"
                                + " have a minimum value of 0; required property 'name' not found");
        assertThat(field(run.errors().getFirst(), "type")).hasToString("\"data\"");
    }

    @Test
    void only_so_many_violations_are_listed_and_all_are_counted() throws Exception {
        String many = "[" + "1,".repeat(499) + "1]";

        var run = inline("{'items':{'type':'string'}}").input(items(many)).run().finished();

        Document details = field(run.errors().getFirst(), "details");
        assertThat(field(details, "count").asLong()).isEqualTo(500);
        assertThat(field(details, "violations").size()).isEqualTo(100);
        assertThat(run.errorMessages().getFirst()).endsWith("; and 497 more");
    }

    @Test
    void unevaluated_properties_of_draft_2020_12_are_known() throws Exception {
        var run =
                inline(
                                "{'allOf':[{'properties':{'a':true}}],"
                                        + "'unevaluatedProperties':false,'prefixItems':[{}]}")
                        .input(items("{'a':1}", "{'a':1,'b':2}"))
                        .run()
                        .finished();

        assertThat(run.output()).hasSize(1);
        assertThat(violations(run)).contains("'keyword':'unevaluatedProperties'");
    }

    @Test
    void formats_are_checked_when_asked_for() throws Exception {
        Object[] item = items("{'name':'a','mail':'nobody'}");

        assertThat(inline(PERSON).input(item).run().finished().output()).hasSize(1);
        var run = inline(PERSON).config("formats", true).input(item).run().finished();
        assertThat(violations(run)).contains("'path':'/mail','keyword':'format'");
    }

    @Test
    void schema_in_a_file_may_refer_to_files_below_the_folder() throws Exception {
        write("schemas/order.json", "{'properties':{'to':{'$ref':'parts/to.json#/$defs/to'}}}");
        write("schemas/parts/to.json", "{'$defs':{'to':{'type':'string'}}}");

        var run =
                file("schemas/order.json").input(items("{'to':'x'}", "{'to':1}")).run().finished();

        assertThat(run.output()).hasSize(1);
        assertThat(violations(run)).contains("'path':'/to','keyword':'type'");
    }

    @Test
    void inline_schema_refers_to_files_relative_to_the_folder_and_to_itself() throws Exception {
        write("to.json", "{'type':'string'}");

        var run =
                inline(
                                "{'properties':{'to':{'$ref':'to.json'},'n':{'$ref':'#/$defs/n'}},"
                                        + "'$defs':{'n':{'type':'integer'}}}")
                        .input(items("{'to':'x','n':1}", "{'to':1,'n':'x'}"))
                        .run()
                        .finished();

        assertThat(run.output()).hasSize(1);
        assertThat(violations(run)).contains("'count':2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/schema.json",
                "http://127.0.0.1:9/schema.json",
                "file:///etc/hostname",
                "../outside.json",
                "ftp://example.com/a",
                "jar:file:///a.jar!/b",
            })
    void reference_that_leaves_the_folder_is_refused(String reference) throws Exception {
        Files.writeString(folder.resolveSibling("outside.json"), "{}");

        var run = inline("{'$ref':'" + reference + "'}").run(false);

        assertThat(run.failure())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("schema: '")
                .hasMessageEndingWith(
                        "' may not be referred to: only files at or below the blueprint's folder"
                                + " are read, nothing is fetched from a network");
    }

    @Test
    void link_that_leaves_the_folder_is_refused() throws Exception {
        Path outside = Files.createTempFile("outside", ".json");
        Files.writeString(outside, "{}");
        Files.createSymbolicLink(folder.resolve("link.json"), outside);

        assertThat(file("link.json").run(false).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("is not at or below the blueprint's folder");
        assertThat(inline("{'$ref':'link.json'}").run(false).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("is not at or below the blueprint's folder");
        Files.delete(outside);
    }

    @Test
    void reference_to_nothing_fails_in_setup() throws Exception {
        assertThat(inline("{'$ref':'#/$defs/none'}").run(false).failure())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("schema: Reference /$defs/none cannot be resolved");
        assertThat(inline("{'$ref':'none.json'}").run(false).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void what_is_no_schema_fails_in_setup() throws Exception {
        assertThat(inline("{'type':5}").run(false).failure())
                .hasMessageStartingWith("schema: this is no JSON Schema: /type: ");
        assertThat(inline("{'pattern':'('}").run(false).failure())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("schema: ");
        assertThat(inline("{'$schema':'https://example.com/own'}").run(false).failure())
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(file("none.json").run(false).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("does not exist");
        write("a/broken.json", "{'type':\n  'string',,}");
        assertThat(file("a/broken.json").run(false).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("is no JSON, line 2, column 12: ");
    }

    @Test
    void needs_one_schema() {
        assertThat(Options.problems(Validator.class))
                .containsExactly("component 'tested': no schema: say 'schema' or 'schema_file'");
        assertThat(Options.problems(Validator.class, "schema", true, "schema_file", "a.json"))
                .containsExactly(
                        "'schema_file' of component 'tested': cannot be said beside 'schema'");
    }

    @Test
    void item_that_cannot_be_read_by_the_library_fails_and_does_not_pass() throws Exception {
        String huge = "{'name':'a','" + "x".repeat(60_000) + "':1}";

        var run = inline(PERSON).input(items(huge, "{'name':'a'}")).run(true).finished();

        assertThat(run.output()).hasSize(1);
        assertThat(run.errors()).hasSize(1);
    }

    @Test
    void library_is_not_loaded_by_what_only_knows_the_component() throws Exception {
        var refusing = new Refusing(List.of("com.networknt.", "tools.jackson."));
        Class<?> type = Class.forName(Validator.class.getName(), true, refusing);

        assertThat(type.getClassLoader()).isSameAs(refusing);
        assertThat(type.getDeclaredMethods()).isNotEmpty();
        assertThat(type.getConstructors()).hasSize(1);
    }

    /** Loads the classes of this package anew, and none of those it refuses. */
    private static final class Refusing extends ClassLoader {

        private final List<String> refused;

        Refusing(List<String> refused) {
            super(Validator.class.getClassLoader());
            this.refused = refused;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (refused.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(Validator.class.getPackageName()) || name.endsWith("Test")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            String file = "/" + name.replace('.', '/') + ".class";
            try (var bytes = Validator.class.getResourceAsStream(file)) {
                byte[] all = Objects.requireNonNull(bytes, file).readAllBytes();
                return defineClass(name, all, 0, all.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}

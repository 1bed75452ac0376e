package io.millrace.components.schema;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.DialectId;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.SchemaLoader;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.EnvironmentException;
import io.millrace.api.ItemException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A schema that was read, and all it refers to; the one class that knows the library. */
final class SchemaCheck {

    private static final int MOST_VIOLATIONS = 100;
    private static final int MOST_NAMED = 3;
    private static final String STANDARD = "https://json-schema.org/";

    private static final Pattern REFUSED =
            Pattern.compile("Schema from ('.*') is not allowed to be loaded\\.");

    private final Schema schema;

    private SchemaCheck(Schema schema) {
        this.schema = schema;
    }

    /**
     * Reads the schema.
     *
     * @throws IllegalArgumentException if it is no schema; the message begins with the option
     * @throws EnvironmentException if a file cannot be read
     */
    static SchemaCheck load(Validator.Config config, Context context) {
        var files = new SchemaFiles(context.resolve(""));
        SchemaRegistry registry = registry(files, config.formats());
        if (config.schemaFile().isEmpty()) {
            String text = config.schema().orElseThrow().toString();
            Schema schema = schema(registry, "schema", text, files.inline().toString());
            return new SchemaCheck(schema);
        }
        Path file = context.resolve(config.schemaFile().get()).toAbsolutePath().normalize();
        String text = files.read(file);
        try {
            Document.parse(text);
        } catch (DocumentException e) {
            throw new EnvironmentException(
                    "schema '%s' %s: %s".formatted(file, place(text, e.offset()), e.getMessage()),
                    e);
        }
        Schema schema = schema(registry, "schema_file", text, file.toUri().toString());
        return new SchemaCheck(schema);
    }

    private static SchemaRegistry registry(SchemaFiles files, boolean formats) {
        var loader =
                SchemaLoader.builder()
                        .allow(iri -> isStandard(iri.toString()) || files.holds(iri.toString()))
                        .resourceLoaders(
                                loaders -> loaders.add(iri -> source(files, iri.toString())))
                        .build();
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry ->
                        registry.schemaLoader(loader)
                                .schemaRegistryConfig(
                                        SchemaRegistryConfig.builder()
                                                .locale(Locale.ENGLISH)
                                                .formatAssertionsEnabled(formats)
                                                .build()));
    }

    /** Whether something is a schema of the standard itself, which the library brings along. */
    private static boolean isStandard(String reference) {
        return reference.startsWith(STANDARD) || reference.startsWith("http://json-schema.org/");
    }

    private static @Nullable InputStreamSource source(SchemaFiles files, String reference) {
        if (!files.holds(reference)) {
            return null;
        }
        String text = files.read(reference);
        return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Schema schema(
            SchemaRegistry registry, String option, String text, String location) {
        try {
            Schema schema = registry.getSchema(SchemaLocation.of(location), text, InputFormat.JSON);
            if (schema.getSchemaNode().get("$schema") == null) {
                List<Error> wrong =
                        registry.getSchema(SchemaLocation.of(DialectId.DRAFT_2020_12))
                                .validate(text, InputFormat.JSON);
                if (!wrong.isEmpty()) {
                    throw new IllegalArgumentException(
                            option + ": this is no JSON Schema: " + summary(wrong));
                }
            }
            schema.initializeValidators();
            return schema;
        } catch (SchemaException e) {
            if (e.getCause() instanceof EnvironmentException known) {
                throw known;
            }
            throw new IllegalArgumentException(option + ": " + plain(e), e);
        }
    }

    private static String plain(SchemaException e) {
        String message = String.valueOf(e.getMessage());
        Matcher refused = REFUSED.matcher(message);
        return refused.matches()
                ? refused.group(1)
                        + " may not be referred to: only files at or below the blueprint's folder"
                        + " are read, nothing is fetched from a network"
                : message;
    }

    /** Returns what is wrong with an item; null if nothing is. */
    @Nullable ItemException problem(Document item) {
        List<Error> errors = schema.validate(item.toString(), InputFormat.JSON);
        if (errors.isEmpty()) {
            return null;
        }
        var violations = new ArrayList<Document>();
        for (Error error : errors.subList(0, Math.min(errors.size(), MOST_VIOLATIONS))) {
            violations.add(
                    Document.object()
                            .put("path", error.getInstanceLocation().toString())
                            .put("keyword", error.getKeyword())
                            .put("message", error.getMessage())
                            .build());
        }
        return new ItemException(
                "the item is not valid: " + summary(errors),
                Document.object()
                        .put("violations", Document.array(violations))
                        .put("count", errors.size())
                        .build());
    }

    private static String summary(List<Error> errors) {
        String named =
                errors.stream()
                        .limit(MOST_NAMED)
                        .map(SchemaCheck::named)
                        .collect(Collectors.joining("; "));
        int more = errors.size() - MOST_NAMED;
        return more > 0 ? named + "; and " + more + " more" : named;
    }

    private static String named(Error error) {
        String path = error.getInstanceLocation().toString();
        return (path.isEmpty() ? "" : path + ": ") + error.getMessage();
    }

    private static String place(String text, int offset) {
        byte[] before = text.getBytes(StandardCharsets.UTF_8);
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(offset, before.length); i++) {
            boolean isBreak = before[i] == '\n';
            line += isBreak ? 1 : 0;
            column = isBreak ? 1 : column + 1;
        }
        return "is no JSON, line " + line + ", column " + column;
    }
}

package io.millrace.components.schema;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.ItemException;
import io.millrace.api.Output;
import io.millrace.api.Since;

import java.util.Optional;

/**
 * Passes on the items that are as a JSON Schema says, and fails the others.
 *
 * <p>The library behind it is loaded when the first validator is set up, so that a blueprint
 * without one starts as fast as ever.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; the schema and all it refers to are read in set-up.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Buffers nothing.
 *
 * <p><b>Errors.</b> An item that is not valid fails, with all violations.
 *
 * <p><b>Delivery.</b> Each item leaves at most once.
 *
 * @since 0.1
 */
@Doc(
        "Passes on the items that are as a JSON Schema says, and fails the others. The error item"
            + " has every violation: `details: {violations: [{path, keyword, message}, …], count}`,"
            + " where `path` is a JSON pointer into the item; at most the first 100 are listed."
            + " Schemas are of draft 2020-12, or of an older one that they name in `$schema`."
            + " `$ref` may lead to files at or below the blueprint's folder; nothing is fetched"
            + " from a network.")
@Example(
        """
        checked:
          type: Validator
          config:
            schema:
              type: object
              required: [id, amount]
              properties:
                amount: { type: number, minimum: 0 }
        """)
@Behaviour(
        emits = "a valid item arrives",
        blocks = "downstream is full",
        completes = "upstream ends",
        fails =
                "the schema cannot be read, is none, or refers to what is not there; in set-up"
                        + " only",
        errors = "it is not valid")
@Since("0.1")
public final class Validator implements Handler<Document> {

    /**
     * Options of {@link Validator}: one of the schemas.
     *
     * @param schema the schema itself
     * @param schemaFile the file that holds it
     * @param formats whether `format` is checked
     */
    public record Config(
            @Doc("The schema. Its references are relative to the blueprint's folder.")
                    Optional<Document> schema,
            @Doc(
                            "Instead of `schema`: the JSON file that holds it, at or below the"
                                    + " blueprint's folder.")
                    Optional<String> schemaFile,
            @Doc(
                            "Whether `format` is checked, such as `date-time` and `email`; if not,"
                                    + " it is a remark, as draft 2020-12 has it.")
                    @Default("false")
                    boolean formats) {

        /** Checks that there is one schema. */
        public Config {
            if (schema.isPresent() == schemaFile.isPresent()) {
                throw new IllegalArgumentException(
                        schema.isPresent()
                                ? "schema_file: cannot be said beside 'schema'"
                                : "no schema: say 'schema' or 'schema_file'");
            }
        }
    }

    private final Config config;
    private SchemaCheck check;

    /** Creates one. */
    public Validator(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) throws Exception {
        check = SchemaCheck.load(config, context);
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        ItemException problem = check.problem(item);
        if (problem != null) {
            throw problem;
        }
        out.send(item);
    }
}

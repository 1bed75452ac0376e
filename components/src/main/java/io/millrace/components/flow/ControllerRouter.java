package io.millrace.components.flow;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.HasPorts;
import io.millrace.api.Output;
import io.millrace.api.Registered;
import io.millrace.api.Since;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Sends each item to the output that a fixed table of its fields names.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept per output.
 *
 * <p><b>Back-pressure.</b> Buffers nothing; a full output holds back all.
 *
 * <p><b>Errors.</b> An item fails whose {@code route_to} or {@code type} is no text, or whose
 * {@code value} is no number, where the table comes to it.
 *
 * <p><b>Delivery.</b> Each item leaves by exactly one output, or is counted as {@code unrouted}.
 *
 * @since 0.1
 */
@Doc(
        "Sends each item to the output that the first of these rules names. `route_to`: the output"
            + " of that name. `category`: `high_priority` to `priority`, `low_priority` to `bulk`,"
            + " `error` to `errors`. `value`: above 100 to `high_value`, above 50 to"
            + " `medium_value`, else to `low_value`. `type`: the output `{type}_output`. Any other"
            + " item: `default_output`, which also takes what is for an output that is not in"
            + " `outputs` or not bound. (Router has rules of your own.)")
@Example(
        """
        triage:
          type: Controller
          config: { variant: router, outputs: [priority, bulk, errors, order_output] }
        """)
@Behaviour(
        emits = "an item arrives",
        blocks = "the chosen output is full",
        completes = "upstream ends",
        fails = "never",
        errors =
                "its `route_to` or `type` is no text, or its `value` no number, where the rules"
                        + " come to it")
@Since("0.1")
@Registered(value = "Controller", variant = "router")
public final class ControllerRouter implements Handler<Document> {

    /**
     * Options of {@link ControllerRouter}.
     *
     * @param outputs the outputs there are
     * @param defaultOutput the output of items that no rule takes
     */
    public record Config(
            @Doc(
                            "The outputs there are, besides `default_output`. Name those that"
                                    + " `route_to` and `type` may choose, and leave out what is not"
                                    + " needed.")
                    @Default("[priority, bulk, errors, high_value, medium_value, low_value]")
                    List<String> outputs,
            @Doc("The output of the items that no rule takes.") @Default("default")
                    String defaultOutput)
            implements HasPorts {

        /** Checks the names, and adds that of the default to the others. */
        public Config {
            if (outputs.contains(Output.ERROR)) {
                throw new IllegalArgumentException("outputs: 'error' is for failed items");
            }
            if (defaultOutput.isBlank() || defaultOutput.equals(Output.ERROR)) {
                throw new IllegalArgumentException(
                        "default_output: '" + defaultOutput + "' cannot be an output to route to");
            }
            outputs = Stream.concat(outputs.stream(), Stream.of(defaultOutput)).distinct().toList();
        }
    }

    private static final double HIGH = 100;
    private static final double MEDIUM = 50;

    private final Config config;
    private final Map<String, Output> outputs = new HashMap<>();
    private Context context;

    /** Creates one. */
    public ControllerRouter(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        config.outputs().forEach(name -> outputs.put(name, context.output(name)));
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        String route = route(item);
        Output chosen = outputs.get(route);
        if (chosen == null || !chosen.isBound()) {
            chosen = outputs.get(config.defaultOutput());
        }
        if (chosen == null || !chosen.isBound()) {
            context.unrouted(route);
        } else {
            chosen.send(item);
        }
    }

    private String route(Document item) {
        Document routeTo = item.get("route_to");
        if (routeTo != null) {
            return text("route_to", routeTo);
        }
        String byCategory = byCategory(item.get("category"));
        if (byCategory != null) {
            return byCategory;
        }
        Document value = item.get("value");
        if (value != null) {
            return byValue(value);
        }
        Document type = item.get("type");
        return type == null ? config.defaultOutput() : text("type", type) + "_output";
    }

    private static @Nullable String byCategory(@Nullable Document category) {
        if (category == null || category.kind() != Document.Kind.STRING) {
            return null;
        }
        return switch (category.asString()) {
            case "high_priority" -> "priority";
            case "low_priority" -> "bulk";
            case "error" -> "errors";
            default -> null;
        };
    }

    private static String byValue(Document value) {
        boolean isNumber =
                value.kind() == Document.Kind.INTEGER || value.kind() == Document.Kind.FLOAT;
        if (!isNumber) {
            throw new DocumentException("field 'value' is no number of 64 bits", -1);
        }
        double number = value.asDouble();
        return number > HIGH ? "high_value" : number > MEDIUM ? "medium_value" : "low_value";
    }

    private static String text(String field, Document value) {
        if (value.kind() != Document.Kind.STRING) {
            throw new DocumentException("field '" + field + "' is no text", -1);
        }
        return value.asString();
    }
}

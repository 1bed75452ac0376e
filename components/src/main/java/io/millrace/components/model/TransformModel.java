package io.millrace.components.model;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Model;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The model that is built in, to try things with: {@code transform: uppercase}, {@code count} or
 * {@code echo}.
 */
public final class TransformModel implements Model {

    private @Nullable UnaryOperator<Document> transform;

    /** Creates one; called by the service loader. */
    public TransformModel() {}

    @Override
    public String type() {
        return "transform";
    }

    @Override
    public void load(Document options, Context context) {
        for (int i = 0; i < options.size(); i++) {
            if (!options.name(i).equals("transform")) {
                throw new IllegalArgumentException(
                        options.name(i) + ": is no option of model 'transform'; it has transform");
            }
        }
        Document given = options.get("transform");
        String name = given == null ? "echo" : given.toString().replace("\"", "");
        transform =
                switch (name) {
                    case "uppercase" -> TransformModel::uppercase;
                    case "count" -> TransformModel::count;
                    case "echo" -> input -> input;
                    default ->
                            throw new IllegalArgumentException(
                                    "transform: cannot be '"
                                            + name
                                            + "'; it can be uppercase, count, echo");
                };
    }

    @Override
    public List<Document> infer(List<Document> inputs) {
        if (transform == null) {
            throw new IllegalStateException("Model not loaded");
        }
        return inputs.stream().map(transform).toList();
    }

    private static Document uppercase(Document input) {
        if (input.kind() != Document.Kind.STRING) {
            throw new DocumentException("only a text can be put in upper case", -1);
        }
        return Document.of(input.asString().toUpperCase(Locale.ROOT));
    }

    private static Document count(Document input) {
        return switch (input.kind()) {
            case STRING ->
                    Document.of(input.asString().codePointCount(0, input.asString().length()));
            case OBJECT, ARRAY -> Document.of(input.size());
            case INTEGER, FLOAT, BIG, BOOLEAN, NULL ->
                    throw new DocumentException(
                            "only a text, a list or an object can be counted", -1);
        };
    }
}

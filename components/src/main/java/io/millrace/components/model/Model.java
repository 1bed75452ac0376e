package io.millrace.components.model;

import io.millrace.api.Batch;
import io.millrace.api.BatchHandler;
import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.Output;
import io.millrace.api.Since;
import io.millrace.api.StreamFinished;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * Asks a model for an answer to each item.
 *
 * <p>Models are found by {@link ServiceLoader}; see {@link io.millrace.api.Model}. How many items
 * it gets at once is the component's option {@code batch}.
 *
 * <p><b>Lifecycle.</b> As {@link BatchHandler}; the model is loaded in set-up and closed in
 * clean-up.
 *
 * <p><b>Threads.</b> As {@link BatchHandler}.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Holds one batch.
 *
 * <p><b>Errors.</b> An item that the model cannot answer fails alone: when a batch fails, its items
 * are tried one by one.
 *
 * <p><b>Delivery.</b> Each item is answered at most once.
 *
 * @since 0.1
 */
@Doc(
        "Asks a model for an answer to each item, and sends `{model_output, model_name, model_type,"
            + " processed_at, status}`. The model `transform` is built in, to try things with: its"
            + " options are `{transform: uppercase | count | echo}`. Others come with jars. How"
            + " many items a model gets at once, and how long they are waited for, says the"
            + " component's `batch`.")
@Example(
        """
        shout:
          type: Model
          batch: { items: 32, within: 100ms }
          config: { model_type: transform, options: { transform: uppercase }, input: item.text }
        """)
@Behaviour(
        emits = "the model has answered a batch",
        blocks = "the model works, and when downstream is full",
        completes = "upstream ends",
        fails = "there is no model of that type, or it cannot be loaded",
        errors = "`input` cannot be evaluated on it, or the model fails on it")
@Since("0.1")
public final class Model implements BatchHandler<Document> {

    /**
     * Options of {@link Model}.
     *
     * @param modelType which model
     * @param options its options
     * @param input what it is asked
     * @param addTimestamp whether the answer tells when it was given
     * @param addMetadata whether it tells by which model
     */
    public record Config(
            @Doc("Which model: the name that it has given itself.") @Default("transform")
                    String modelType,
            @Doc("What the model is loaded with, as it says.") @Default("{}") Document options,
            @Doc("What the model gets of an item: a CEL expression. Without it, the whole item.")
                    Optional<Expression> input,
            @Doc("Whether the answer has `processed_at`.") @Default("true") boolean addTimestamp,
            @Doc("Whether the answer has `model_name` and `model_type`.") @Default("true")
                    boolean addMetadata) {

        /** Checks that the options are an object. */
        public Config {
            if (options.kind() != Document.Kind.OBJECT) {
                throw new IllegalArgumentException("options: must be a mapping");
            }
        }
    }

    private final Config config;
    private io.millrace.api.@Nullable Model model;
    private Context context;

    /** Creates one. */
    public Model(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) throws Exception {
        this.context = context;
        model = context.open(find(config.modelType()));
        model.load(config.options(), context);
    }

    private static io.millrace.api.Model find(String type) {
        var types = new TreeSet<String>();
        for (var each : ServiceLoader.load(io.millrace.api.Model.class)) {
            if (each.type().equals(type)) {
                return each;
            }
            types.add(each.type());
        }
        throw new IllegalArgumentException(
                "model_type: there is no model '"
                        + type
                        + "' here; there are: "
                        + String.join(", ", types));
    }

    @Override
    public void onBatch(Batch<Document> batch, Output out) throws Exception {
        var inputs = new ArrayList<Document>();
        var failures = new @Nullable Exception[batch.size()];
        for (int i = 0; i < batch.size(); i++) {
            try {
                inputs.add(input(batch.at(i)));
            } catch (RuntimeException e) {
                failures[i] = e;
            }
        }
        List<Document> together = inputs.size() < 2 ? null : inferTogether(inputs);
        int next = 0;
        for (int i = 0; i < failures.length; i++) {
            Document answer;
            try {
                Exception failure = failures[i];
                if (failure != null) {
                    throw failure;
                }
                int asked = next++;
                answer =
                        answer(
                                together == null
                                        ? infer(inputs.subList(asked, asked + 1)).getFirst()
                                        : together.get(asked));
            } catch (InterruptedException | StreamFinished e) {
                throw e;
            } catch (Exception e) {
                batch.fail(i, e);
                continue;
            }
            batch.at(i);
            out.send(answer);
        }
    }

    private Document input(Document item) {
        return config.input().isPresent() ? config.input().get().evaluate(item, context) : item;
    }

    /** Returns the answers, or null if the inputs have to be tried one by one. */
    private @Nullable List<Document> inferTogether(List<Document> inputs) throws Exception {
        try {
            return infer(inputs);
        } catch (InterruptedException | StreamFinished e) {
            throw e;
        } catch (Exception e) {
            context.log()
                    .debug("A batch of {} failed, its items are tried alone.", inputs.size(), e);
            return null;
        }
    }

    private List<Document> infer(List<Document> inputs) throws Exception {
        if (model == null) {
            throw new IllegalStateException("Model not loaded");
        }
        io.millrace.api.Model loaded = model;
        List<Document> given = List.copyOf(inputs);
        List<Document> answers = context.blocking(() -> loaded.infer(given));
        if (answers.size() != inputs.size()) {
            throw new IllegalStateException(
                    "the model gave "
                            + answers.size()
                            + " answers to "
                            + inputs.size()
                            + " inputs");
        }
        return answers;
    }

    private Document answer(Document output) {
        Document.Builder answer = Document.object().put("model_output", output);
        if (config.addMetadata()) {
            answer.put("model_name", context.name()).put("model_type", config.modelType());
        }
        if (config.addTimestamp()) {
            answer.put("processed_at", context.clock().now().toString());
        }
        return answer.put("status", "success").build();
    }
}

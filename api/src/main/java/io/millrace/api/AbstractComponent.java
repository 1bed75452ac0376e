package io.millrace.api;

import org.slf4j.Logger;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A handler made of pieces to override: what an item becomes, and by which output it leaves. With
 * nothing overridden every item is passed on as it came.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; {@link #setup()} takes the place of {@code
 * setup(Context)}, and cannot forget to call this class.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept for each input.
 *
 * <p><b>Back-pressure.</b> As {@link Handler}.
 *
 * <p><b>Errors.</b> An exception that leaves {@link #transform} or {@link #route} fails the item,
 * and so does a result that is null. A result for which no output is bound is counted as {@code
 * unrouted}, see {@link Context#unrouted}.
 *
 * <p><b>Delivery.</b> As {@link Handler}.
 *
 * @param <I> the type of the items taken
 * @since 0.1
 */
public abstract class AbstractComponent<I> implements Handler<I> {

    /** The name of the output for what the chosen one is not there for. */
    public static final String FALLBACK = "default";

    private final Map<String, Output> outputs = new HashMap<>();
    private Context context;

    /** Creates one that passes everything on. */
    protected AbstractComponent() {}

    /**
     * Opens what the component needs and fails early; the first call.
     *
     * @throws Exception when the component cannot start
     */
    protected void setup() throws Exception {}

    /** Returns what the engine offers; from {@link #setup()} on. */
    protected final Context context() {
        return Objects.requireNonNull(context, "the context is there from setup() on");
    }

    /** Returns the component's logger; from {@link #setup()} on. */
    protected final Logger log() {
        return context().log();
    }

    /**
     * Returns what becomes of an item, the item itself if not overridden.
     *
     * @param item the item
     * @return what is sent, not null
     * @throws Exception fails the item
     */
    protected Object transform(I item) throws Exception {
        return item;
    }

    /**
     * Returns what becomes of an item of an input, for a component that treats them differently.
     *
     * @param stream the name of the input
     * @param item the item
     * @return what is sent, not null
     * @throws Exception fails the item
     */
    protected Object transform(String stream, I item) throws Exception {
        return transform(item);
    }

    /**
     * Returns by which output a result leaves: the one named as the input if the component has such
     * an output, else {@code output}. Where that one is not bound, {@code default} takes its place.
     *
     * @param stream the name of the input that the item came by
     * @param result what it has become
     * @return the name of an output
     * @throws Exception fails the item
     */
    protected String route(String stream, Object result) throws Exception {
        return outputs.containsKey(stream) ? stream : Output.DEFAULT;
    }

    @Override
    public final void setup(Context given) throws Exception {
        context = given;
        for (String output : given.outputs()) {
            outputs.put(output, given.output(output));
        }
        setup();
    }

    @Override
    public final void onItem(I item, Output out) throws Exception {
        String stream = context.stream();
        Object result = transform(stream, item);
        if (result == null) {
            throw new IllegalStateException(
                    "transform gave null for an item of '"
                            + stream
                            + "'; a component that drops items is a Handler that does not send");
        }
        String route = route(stream, result);
        Output chosen = route.equals(Output.DEFAULT) ? out : outputs.get(route);
        if (chosen == null || !chosen.isBound()) {
            chosen = outputs.get(FALLBACK);
        }
        if (chosen == null || !chosen.isBound()) {
            context.unrouted(route);
        } else {
            chosen.send(result);
        }
    }
}

package io.millrace.components.flow;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Current;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Since;

/**
 * Passes on the items that meet a condition, and drops the others.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Buffers nothing.
 *
 * <p><b>Errors.</b> An item on which the condition cannot be evaluated fails.
 *
 * <p><b>Delivery.</b> Each item leaves at most once.
 *
 * @since 0.1
 */
@Doc("Passes on the items that meet a condition, and drops the others.")
@Example(
        """
        large:
          type: Filter
          config: { condition: item.amount > 100 }
        """)
@Behaviour(
        emits = "the condition is true",
        blocks = "downstream is full",
        completes = "upstream ends",
        fails = "never",
        errors = "the condition cannot be evaluated on it")
@Since("0.1")
public final class Filter implements Handler<Document> {

    /**
     * Options of {@link Filter}.
     *
     * @param condition which items pass
     */
    public record Config(
            @Doc(
                            "Which items pass: a CEL expression that is true or false, such as"
                                    + " `item.amount > 100`. An item that lacks a field it names"
                                    + " fails; `has(item.amount)` asks.")
                    Expression condition) {}

    private final Expression condition;
    private Current current;

    /** Creates one. */
    public Filter(Config config) {
        condition = config.condition();
    }

    @Override
    public void setup(Context context) {
        current = context;
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        if (condition.test(item, current)) {
            out.send(item);
        }
    }
}

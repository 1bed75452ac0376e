package io.millrace.components.flow;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Current;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.Handler;
import io.millrace.api.HasPorts;
import io.millrace.api.Output;
import io.millrace.api.Since;

import java.util.List;
import java.util.stream.Stream;

/**
 * Sends each item to the output of the first route whose condition it meets, else to the default
 * output.
 *
 * <p>An output that is not bound gives its items to the default output, if that is bound.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept per output.
 *
 * <p><b>Back-pressure.</b> Buffers nothing; one full output holds back all.
 *
 * <p><b>Errors.</b> An item on which a condition cannot be evaluated fails, unless an earlier route
 * took it.
 *
 * <p><b>Delivery.</b> Each item leaves by exactly one output, or is counted as unbound.
 *
 * @since 0.1
 */
@Doc(
        "Sends each item to the output of the first route whose condition it meets, else to the"
                + " default output. Items for an output that is not bound go to the default output"
                + " too; if that is not bound either, they are counted and dropped.")
@Example(
        """
        by_size:
          type: Router
          config:
            routes:
              - { when: item.mag >= 5, to: strong }
              - { when: item.mag >= 2.5, to: felt }
            default: weak
        """)
@Behaviour(
        emits = "an item arrives",
        blocks = "the chosen output is full",
        completes = "upstream ends",
        fails = "never",
        errors = "a condition cannot be evaluated on it, unless an earlier route took it")
@Since("0.1")
public final class Router implements Handler<Document> {

    /**
     * Options of {@link Router}.
     *
     * @param routes tried in order
     * @param default_ the output of the items that no route takes
     */
    public record Config(
            @Doc("The routes, tried in order; the first whose condition is true takes the item.")
                    List<Route> routes,
            @Doc("The output of the items that no route takes.") @Default("default")
                    String default_)
            implements HasPorts {

        /** Checks that there are routes and that none is named {@code error}. */
        public Config {
            routes = List.copyOf(routes);
            if (routes.isEmpty()) {
                throw new IllegalArgumentException("routes: is empty; say at least one");
            }
            if (default_.isBlank() || default_.equals(ERROR)) {
                throw new IllegalArgumentException(refused("default", default_));
            }
            for (Route route : routes) {
                if (route.to().isBlank() || route.to().equals(ERROR)) {
                    throw new IllegalArgumentException(refused("routes", route.to()));
                }
            }
        }

        @Override
        public List<String> outputs() {
            return Stream.concat(routes.stream().map(Route::to), Stream.of(default_))
                    .distinct()
                    .toList();
        }

        private static String refused(String key, String output) {
            return key
                    + ": '"
                    + output
                    + "' cannot be an output to route to"
                    + (output.equals(ERROR) ? "; it is for failed items" : "");
        }
    }

    /**
     * One route.
     *
     * @param when which items take it
     * @param to the output they leave by
     */
    public record Route(
            @Doc("Which items take this route: a CEL expression that is true or false.")
                    Expression when,
            @Doc("The output they leave by; several routes may name one.") String to) {}

    private static final String ERROR = Output.ERROR;

    private final Config config;
    private final Expression[] conditions;
    private final Output[] outputs; // one per condition, then the default
    private Current current;

    /** Creates one. */
    public Router(Config config) {
        this.config = config;
        conditions = config.routes().stream().map(Route::when).toArray(Expression[]::new);
        outputs = new Output[conditions.length + 1];
    }

    @Override
    public void setup(Context context) {
        current = context;
        Output otherwise = context.output(config.default_());
        for (int i = 0; i < conditions.length; i++) {
            Output chosen = context.output(config.routes().get(i).to());
            outputs[i] = chosen.isBound() || !otherwise.isBound() ? chosen : otherwise;
        }
        outputs[conditions.length] = otherwise;
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        int route = 0;
        while (route < conditions.length && !conditions[route].test(item, current)) {
            route++;
        }
        outputs[route].send(item);
    }
}

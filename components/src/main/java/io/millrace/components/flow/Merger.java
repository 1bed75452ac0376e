package io.millrace.components.flow;

import io.millrace.api.Behaviour;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.HasPorts;
import io.millrace.api.Output;
import io.millrace.api.Since;

import java.util.HashSet;
import java.util.List;

/**
 * Passes on what arrives on any of its inputs.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept per stream; between streams there is none.
 *
 * <p><b>Back-pressure.</b> Buffers nothing; a full output holds back all inputs.
 *
 * <p><b>Errors.</b> No item fails.
 *
 * <p><b>Delivery.</b> Each item leaves once.
 *
 * @since 0.1
 */
@Doc(
        "Passes on what arrives on any of its inputs. (Several streams can also be bound to one"
                + " input of any component; a merger gives the place a name.)")
@Example(
        """
        all_orders:
          type: Merger
          config: { inputs: [web, shop] }
        """)
@Behaviour(
        emits = "an item arrives",
        blocks = "downstream is full",
        completes = "all inputs have ended",
        fails = "never")
@Since("0.1")
public final class Merger implements Handler<Document> {

    /**
     * Options of {@link Merger}.
     *
     * @param inputs the names of the inputs
     */
    public record Config(
            @Doc("The names of the inputs.") @Default("[\"input\"]") List<String> inputs)
            implements HasPorts {

        /** Checks that there are inputs, each of a name of its own. */
        public Config {
            inputs = List.copyOf(inputs);
            if (inputs.isEmpty()) {
                throw new IllegalArgumentException("inputs: is empty; name at least one");
            }
            var seen = new HashSet<String>();
            for (String input : inputs) {
                if (!seen.add(input)) {
                    throw new IllegalArgumentException("inputs: '" + input + "' is there twice");
                }
            }
        }
    }

    /** Creates one; how its inputs are called makes no difference to it. */
    public Merger(@SuppressWarnings("unused") Config config) {}

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        out.send(item);
    }
}

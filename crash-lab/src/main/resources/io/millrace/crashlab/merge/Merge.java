import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.StateSpec;
import io.millrace.api.Streams;
import io.millrace.api.ValueState;

/** Passes on what comes by either input, with its number. */
@Ports(inputs = {"left", "right"})
public final class Merge implements Component {

    private ValueState<Long> count;

    @Override
    public void setup(Context context) {
        count = context.state(StateSpec.value("count", Long.class));
    }

    @Override
    public void process(Streams streams) throws Exception {
        Output out = streams.output("output");
        streams.forEachInput(
                Document.class,
                input -> {
                    for (Document item : input) {
                        count.set(count.or(0L) + 1);
                        out.send(item.edit().put("n", count.get()).build());
                    }
                });
    }
}

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.StateSpec;
import io.millrace.api.Traits;
import io.millrace.api.ValueState;

/** Numbers the lines of each key. */
@Traits(stateful = true)
public final class Count implements Handler<Document> {

    private ValueState<Long> count;

    @Override
    public void setup(Context context) {
        count = context.state(StateSpec.value("count", Long.class).perKey());
    }

    @Override
    public void onItem(Document item, Output out) throws Exception {
        long n = count.or(0L) + 1;
        count.set(n);
        out.send(item.edit().put("n", n).build());
    }
}

import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Traits;

/** Counts in a field, where no checkpoint sees it. */
@Traits(stateful = true)
public final class Field implements Handler<Document> {

    private long count;

    @Override
    public void onItem(Document item, Output out) throws Exception {
        count++;
        out.send(item.edit().put("n", count).build());
    }
}

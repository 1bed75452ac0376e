import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;

import java.util.Map;

public final class IgnoresDecision implements Handler<Document> {

    private Context context;

    @Override
    public void setup(Context context) {
        this.context = context;
    }

    // @start region="ignored-decision"
    @Override
    public void onItem(Document item, Output out) throws Exception {
        try {
            out.send(Document.of(item.get("price").asLong()));
        } catch (IllegalArgumentException e) {
            context.errors().handle(e, "price", Map.of("item", item));
        }
    }
    // @end
}

import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;

// @start region="empty-catch"
public final class LosesErrors implements Handler<Document> {

    @Override
    public void onItem(Document item, Output out) throws Exception {
        try {
            out.send(Document.of(item.get("price").asLong()));
        } catch (IllegalArgumentException e) {
        }
    }
}
// @end

import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;

public final class Old implements Handler<Document> {
    @Override
    public void onItem(Document item, Output out) throws Exception {
        System.runFinalization();
        out.send(item);
    }
}

import io.millrace.api.Component;
import io.millrace.api.Document;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Streams;

import java.util.Iterator;

/** Makes a pair of each line of the left input and the one of the same number of the right. */
@Ports(inputs = {"left", "right"})
public final class Zip implements Component {

    @Override
    public void process(Streams streams) throws Exception {
        Output out = streams.output("output");
        Iterator<Document> lefts = streams.receive("left", Document.class).iterator();
        Iterator<Document> rights = streams.receive("right", Document.class).iterator();
        while (lefts.hasNext() && rights.hasNext()) {
            Document left = lefts.next();
            Document right = rights.next();
            out.send(Document.object().put("left", left).put("right", right).build());
        }
    }
}

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Traits;
import io.millrace.api.TransactionalSink;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Stages each epoch in memory, and forgets to make it durable; else it is right. */
@Ports(outputs = {})
@Traits(stateful = true, maxParallelism = 1)
public final class Unforced implements Handler<Document>, TransactionalSink {

    private final Map<Long, String> staged = new HashMap<>();
    private final StringBuilder items = new StringBuilder();
    private Path folder;

    @Override
    public void setup(Context context) throws Exception {
        folder = context.resolve("unforced");
        Files.createDirectories(folder);
    }

    @Override
    public void onItem(Document item, Output out) {
        items.append(item).append('\n');
    }

    @Override
    public Sealed seal(long epoch) {
        staged.put(epoch, items.toString());
        items.setLength(0);
        return new Sealed() {
            @Override
            public Document reference() {
                return Document.of(epoch);
            }

            @Override
            public void force() {} // the bug
        };
    }

    @Override
    public void publish(long epoch, Document sealed) throws IOException {
        String text = staged.remove(epoch);
        if (text != null && !text.isEmpty()) {
            Path part = folder.resolve("%09d.ndjson".formatted(epoch));
            Files.writeString(part, text);
        }
    }

    @Override
    public void restore(long epoch, @Nullable Document sealed) {}
}

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Traits;
import io.millrace.api.TransactionalSink;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;

/** Writes each item at once, and calls that an epoch. */
@Ports(outputs = {})
@Traits(stateful = true, maxParallelism = 1)
public final class Early implements Handler<Document>, TransactionalSink {

    private Path file;

    @Override
    public void setup(Context context) throws Exception {
        file = context.resolve("early.ndjson");
        Files.createDirectories(file.getParent());
    }

    @Override
    public void onItem(Document item, Output out) throws Exception {
        Files.writeString(
                file, item + "\n", CREATE, APPEND); // too early: its epoch is not committed
    }

    @Override
    public Sealed seal(long epoch) {
        return new Sealed() {
            @Override
            public Document reference() {
                return Document.ofNull();
            }

            @Override
            public void force() {}
        };
    }

    @Override
    public void publish(long epoch, Document sealed) {}

    @Override
    public void restore(long epoch, @Nullable Document sealed) {}
}

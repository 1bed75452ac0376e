import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;

import java.nio.file.Files;
import java.util.List;

/** Sends the lines of a file, and waits for the world outside again and again. */
@Traits(cooperative = true, maxParallelism = 1)
public final class Waiting implements ReplayableSource {

    private Context context;
    private int next;

    @Override
    public void setup(Context context) {
        this.context = context;
    }

    @Override
    public void run(SourceOutput out) throws Exception {
        List<String> lines = Files.readAllLines(context.resolve("in.ndjson"));
        int burst = lines.size() / 12 + 1;
        for (; next < lines.size() && !out.stopping(); next++) {
            if (next % burst == burst / 2) {
                context.blocking(
                        () -> {
                            Thread.sleep(200);
                            return 0;
                        });
            }
            out.send(Document.parse(lines.get(next)));
        }
    }

    @Override
    public Document nextPosition() {
        return Document.of(next);
    }

    @Override
    public void startAt(Document position) {
        next = (int) position.asLong();
    }
}

package io.millrace.patterns;

import io.millrace.api.AbstractComponent;
import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Ports;
import io.millrace.api.Streams;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** The components of the multi-stream patterns. */
final class Regional {

    private Regional() {}

    // @start region="each-input"
    /** Counts what comes from each region, and passes it on. */
    @Ports(
            inputs = {"east", "west"},
            outputs = {"east", "west"})
    public static final class CountEach implements Component {

        private @Nullable Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void process(Streams streams) throws Exception {
            streams.forEachInput(
                    Document.class,
                    input -> {
                        long count = 0;
                        for (Document item : input) {
                            streams.send(input.name(), item);
                            count++;
                        }
                        Objects.requireNonNull(context)
                                .log()
                                .info("{} items of {}.", count, input.name());
                    });
        }
    }

    // @end

    // @start region="per-stream"
    /** Does to the items of each input what is right for them. */
    @Ports(
            inputs = {"a", "b", "c"},
            outputs = {"a", "b", "output"})
    public static final class PerStream extends AbstractComponent<Document> {

        @Override
        protected Object transform(String stream, Document item) {
            return item.edit().put("from", stream).build();
        }
    }

    // @end

    // @start region="routing"
    /** Sends each item to the output that its field {@code to} names. */
    @Ports(outputs = {"output", "urgent", "default"})
    public static final class ByContent extends AbstractComponent<Document> {

        @Override
        protected String route(String stream, Object result) {
            Document to = ((Document) result).get("to");
            return to == null ? "output" : to.asString();
        }
    }
    // @end
}

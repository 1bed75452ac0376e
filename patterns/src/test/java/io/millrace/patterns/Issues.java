package io.millrace.patterns;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Streams;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The wrong and the right way of the common issues, where the wrong one compiles. */
final class Issues {

    private Issues() {}

    // @start region="wrong-name"
    public static final class AsksForInptu implements Component {

        @Override
        public void process(Streams streams) throws Exception {
            for (Document item : streams.receive("inptu", Document.class)) {
                streams.send("output", item);
            }
        }
    }

    // @end

    // @start region="right-name"
    public static final class AsksForInput implements Component {

        @Override
        public void process(Streams streams) throws Exception {
            for (Document item : streams.receive("input", Document.class)) {
                streams.send("output", item);
            }
        }
    }

    // @end

    /** Connects to something that is to be closed. */
    interface Server extends Function<String, AutoCloseable> {}

    // @start region="wrong-cleanup"
    public static final class ClosesByHand implements Handler<Document> {

        private final Server server;
        private @Nullable AutoCloseable reader;
        private @Nullable AutoCloseable writer;

        ClosesByHand(Server server) {
            this.server = server;
        }

        @Override
        public void setup(Context context) {
            reader = server.apply("reader");
            writer = server.apply("writer");
        }

        @Override
        public void onItem(Document item, Output out) throws Exception {
            out.send(item);
        }

        @Override
        public void cleanup() throws Exception {
            Objects.requireNonNull(writer).close(); // may fail: then the reader is never closed
            Objects.requireNonNull(reader).close();
        }
    }

    // @end

    // @start region="right-cleanup"
    public static final class LetsTheEngineClose implements Handler<Document> {

        private final Server server;

        LetsTheEngineClose(Server server) {
            this.server = server;
        }

        @Override
        public void setup(Context context) {
            context.open(server.apply("reader"));
            context.open(server.apply("writer"));
        }

        @Override
        public void onItem(Document item, Output out) throws Exception {
            out.send(item);
        }
    }

    // @end

    // @start region="right-errors"
    /** Lets what fails out of onItem: the item fails by the component's policy. */
    public static final class LetsErrorsOut implements Handler<Document> {

        @Override
        public void onItem(Document item, Output out) throws Exception {
            out.send(Document.of(price(item)));
        }
    }

    // @end

    // @start region="right-decision"
    /** Handles by hand what is no fault of the item, and decides whether to go on. */
    public static final class Decides implements Handler<Document> {

        private @Nullable Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Document item, Output out) throws Exception {
            try {
                out.send(Document.of(price(item)));
            } catch (IllegalArgumentException e) {
                var errors = Objects.requireNonNull(context).errors();
                switch (errors.handle(e, "price", Map.of("item", item))) {
                    case CONTINUE -> {}
                    case STOP -> throw e;
                }
            }
        }
    }

    // @end

    private static long price(Document item) {
        Document price = item.get("price");
        if (price == null) {
            throw new IllegalArgumentException("it has no price");
        }
        return price.asLong();
    }

    /** What the pairs are tried with: the second item has no price. */
    static List<Document> items() {
        return List.of(
                Document.parse("{\"price\":1}"),
                Document.parse("{}"),
                Document.parse("{\"price\":3}"));
    }
}

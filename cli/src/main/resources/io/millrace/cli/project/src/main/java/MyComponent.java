import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;

/** Adds the total to an order: its price times its quantity. */
@Doc("Adds the total to an order: its price times its quantity.")
public final class MyComponent implements Handler<Document> {

    /** How the total is told. */
    public enum Variant {
        /** As it was calculated. */
        DEFAULT,
        /** Rounded to cents. */
        PRODUCTION
    }

    /** Options of {@link MyComponent}. */
    public record Config(
            @Doc("Whether the total is rounded to cents, as in `production`.") @Default("default")
                    Variant variant) {}

    private final Config config;

    public MyComponent(Config config) {
        this.config = config;
    }

    @Override
    public void onItem(Document item, Output out) throws Exception {
        double total = number(item, "price") * number(item, "quantity");
        double told =
                switch (config.variant()) {
                    case DEFAULT -> total;
                    case PRODUCTION -> Math.round(total * 100) / 100.0;
                };
        out.send(item.edit().put("total", told).build());
    }

    /** What is thrown fails this one item, which then leaves by the output named error. */
    private static double number(Document item, String field) {
        Document value = item.get(field);
        if (value == null) {
            throw new IllegalArgumentException("the order has no '" + field + "'");
        }
        return value.asDouble();
    }
}

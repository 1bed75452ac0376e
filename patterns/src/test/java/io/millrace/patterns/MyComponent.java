package io.millrace.patterns;

// @start region="component"
import io.millrace.api.AbstractComponent;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;

/** Marks each item with the flavour it was treated as. */
public class MyComponent extends AbstractComponent<Document> {

    /** Options of {@link MyComponent}. */
    public record Config(
            @Doc("How items are treated.") @Default("default") Variant variant,
            @Doc("The field that says so.") @Default("treated") String field) {}

    /** How items are treated. */
    public enum Variant {
        DEFAULT,
        TYPE_A,
        TYPE_B,
        TEST_VARIANT,
        PRODUCTION
    }

    private final Config config;

    public MyComponent(Config config) {
        this.config = config;
    }

    @Override
    protected Object transform(Document item) throws Exception {
        return switch (config.variant()) {
            case TYPE_A -> item.edit().put(config.field(), "as type a").build();
            case TYPE_B -> item.edit().put(config.field(), "as type b").build();
            case DEFAULT, TEST_VARIANT, PRODUCTION -> item;
        };
    }
}
// @end

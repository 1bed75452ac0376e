package io.millrace.components;

import io.millrace.api.Component;
import io.millrace.api.Document;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;
import io.millrace.testkit.ComponentTester;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Options of a component as a blueprint gives them, defaults, units, expressions and all. */
public final class Options {

    private Options() {}

    /** Returns the bound record. */
    public static <C> C of(Class<C> config, Object... keysAndValues) {
        Class<? extends Component> type = config.getEnclosingClass().asSubclass(Component.class);
        return config.cast(builder(type, keysAndValues).build().component("tested").config());
    }

    /** Returns what is said against options that cannot be used. */
    public static List<String> problems(Class<? extends Component> type, Object... keysAndValues) {
        try {
            builder(type, keysAndValues).build();
        } catch (BlueprintException e) {
            return e.diagnostics().stream().map(Diagnostic::message).toList();
        }
        throw new AssertionError("these options are fine");
    }

    /** Tests a component with options. */
    public static ComponentTester tester(Class<? extends Component> type, Object... keysAndValues) {
        ComponentTester tester = ComponentTester.of(type);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            tester = tester.config((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return tester;
    }

    /** Returns a timeline of a component with options. */
    public static Timeline timeline(Class<? extends Component> type, Object... keysAndValues) {
        Object config = builder(type, keysAndValues).build().component("tested").config();
        return Timeline.of(() -> create(type, config));
    }

    private static Component create(Class<? extends Component> type, Object config) {
        try {
            Constructor<?> constructor = type.getConstructors()[0];
            return type.cast(constructor.newInstance(config));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static GraphBuilder builder(Class<? extends Component> type, Object... keysAndValues) {
        Map<String, Object> config = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Graph.builder("test").component("tested", type, config, Map.of());
    }

    /** Returns a field of an object, which must be there. */
    public static Document field(Object object, String name) {
        return Objects.requireNonNull(((Document) object).get(name), name);
    }

    /** Parses items; apostrophes stand for quotes. */
    public static Object[] items(String... json) {
        var items = new ArrayList<Object>();
        for (String each : json) {
            items.add(Document.parse(each.replace('\'', '"')));
        }
        return items.toArray();
    }
}

package io.millrace.graph;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What bounds the state of a component, as far as its options say it.
 *
 * @param component its name
 * @param options the options that bound it, by their keys, as they would be written
 * @since 0.2
 */
public record StateBounds(String component, Map<String, String> options) {

    /** What bounds state has one of these names in all types. */
    private static final List<String> KEYS =
            List.of(
                    "window_size",
                    "slide",
                    "gap",
                    "allowed_lateness",
                    "within",
                    "ttl",
                    "max_keys",
                    "max_items",
                    "unbounded");

    /** Returns those of the components of a graph that have such options, in their order. */
    public static List<StateBounds> of(Graph graph) {
        return graph.components().stream()
                .map(spec -> new StateBounds(spec.name(), options(spec)))
                .filter(bounds -> !bounds.options.isEmpty())
                .toList();
    }

    private static Map<String, String> options(ComponentSpec spec) {
        var options = new LinkedHashMap<String, String>();
        if (spec.config() instanceof Record config) {
            for (String key : KEYS) {
                RecordDescription.value(config, key)
                        .filter(value -> !value.equals(false))
                        .ifPresent(value -> options.put(key, text(value)));
            }
            if (RecordDescription.value(config, "window").isPresent()) {
                keepWindow(config, options);
            }
        }
        return options;
    }

    /** Leaves out how long a window is where something else ends it. */
    private static void keepWindow(Record config, Map<String, String> options) {
        Optional<Object> count = RecordDescription.value(config, "count");
        count.ifPresent(items -> options.put("count", text(items)));
        if (count.isPresent() || options.containsKey("gap")) {
            options.remove("window_size");
        }
    }

    private static String text(Object value) {
        return value instanceof Duration time ? Quantities.text(time) : value.toString();
    }
}

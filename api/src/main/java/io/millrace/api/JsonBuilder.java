package io.millrace.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** Puts an object together. */
final class JsonBuilder implements Document.Builder {

    private final Map<JsonName, JsonDocument> fields = new LinkedHashMap<>();

    JsonBuilder() {}

    JsonBuilder(JsonDocument base) {
        for (int slot = 0; slot < base.size(); slot++) {
            fields.put(new JsonName(base.name(slot)), base.at(slot));
        }
    }

    @Override
    public Document.Builder put(String name, Document value) {
        fields.put(new JsonName(name), (JsonDocument) value);
        return this;
    }

    @Override
    public Document.Builder put(String name, String value) {
        return put(name, JsonDocument.of(value));
    }

    @Override
    public Document.Builder put(String name, long value) {
        return put(name, JsonDocument.of(value));
    }

    @Override
    public Document.Builder put(String name, double value) {
        return put(name, JsonDocument.of(value));
    }

    @Override
    public Document.Builder put(String name, boolean value) {
        return put(name, value ? JsonDocument.TRUE : JsonDocument.FALSE);
    }

    @Override
    public Document.Builder remove(String name) {
        fields.remove(new JsonName(name));
        return this;
    }

    @Override
    public Document.Builder rename(String from, String to) {
        var source = new JsonName(from);
        var target = new JsonName(to);
        if (fields.containsKey(source) && !source.equals(target)) {
            var before = new LinkedHashMap<>(fields);
            fields.clear();
            before.forEach(
                    (name, value) -> {
                        if (name.equals(source)) {
                            fields.put(target, value);
                        } else if (!name.equals(target)) {
                            fields.put(name, value);
                        }
                    });
        }
        return this;
    }

    @Override
    public Document build() {
        var out = new JsonBytes(64).put('{');
        int depth = 0;
        for (var field : fields.entrySet()) {
            if (out.length() > 1) {
                out.put(',');
            }
            out.put(field.getKey().written()).put(':');
            field.getValue().writeTo(out);
            depth = Math.max(depth, field.getValue().depth());
        }
        return JsonDocument.container(out.put('}'), JsonDocument.OBJECT, depth + 1, null);
    }
}

package io.millrace.graph;

import io.millrace.api.Expression;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.ComponentSpec.Distribution;
import io.millrace.graph.ComponentSpec.OnError;
import io.millrace.graph.ComponentSpec.Options;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Ready;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.expression.Expressions;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** Stands in for the binder until it is there. */
final class QuickOptions {

    private QuickOptions() {}

    static Options component(Mapping options) {
        return new Options(
                expression(options.get("key")),
                Integer.parseInt(text(options.get("parallelism"), "1")),
                Distribution.valueOf(text(options.get("distribute"), "BROADCAST")),
                options.get("on_error") instanceof Mapping then
                        ? OnError.valueOf(text(then.get("then"), "ERROR_STREAM"))
                        : OnError.ERROR_STREAM,
                buffer(options.get("buffer")),
                options.get("description") instanceof Scalar text ? text.text() : "");
    }

    static @Nullable Buffer buffer(@Nullable ConfigValue value) {
        if (value instanceof Ready(Buffer ready)) {
            return ready;
        }
        if (!(value instanceof Mapping fields)) {
            return null;
        }
        return new Buffer(
                Integer.parseInt(text(fields.get("items"), "1024")),
                Long.parseLong(text(fields.get("bytes"), "4194304")));
    }

    static @Nullable Expression expression(@Nullable ConfigValue value) {
        return switch (value) {
            case Ready(Expression ready) -> ready;
            case Scalar text -> Expressions.compile(text.text(), "item");
            case null, default -> null;
        };
    }

    static String text(@Nullable ConfigValue value, String otherwise) {
        return switch (value) {
            case Ready(Object ready) -> ready.toString().toUpperCase(Locale.ROOT);
            case Scalar scalar -> scalar.text().toUpperCase(Locale.ROOT);
            case null, default -> otherwise;
        };
    }

    static StreamSpec stream(StreamSpec.Port from, StreamSpec.Port to, GraphBuilder.Bound bound) {
        return new StreamSpec(
                from,
                to,
                buffer(bound.options().get("buffer")),
                StreamSpec.WhenFull.valueOf(text(bound.options().get("when_full"), "BLOCK")),
                expression(bound.options().get("condition")),
                bound.position());
    }
}

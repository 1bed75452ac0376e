package io.millrace.testkit;

import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/** Passes items on, and keeps what passes. It ends when whoever takes from it has ended. */
final class Tap implements Handler<Object> {

    private final CollectSink seen;
    private @Nullable Output out;

    Tap(List<Arrival> arrivals) {
        seen = new CollectSink(arrivals);
    }

    @Override
    public void setup(Context context) {
        seen.setup(context);
        out = context.output(Output.DEFAULT);
    }

    @Override
    public void onItem(Object item, Output unused) throws Exception {
        seen.onItem(item, unused);
        Objects.requireNonNull(out, "out").send(item);
    }
}

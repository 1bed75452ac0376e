package io.millrace.engine.state;

import io.millrace.api.Current;

import org.jspecify.annotations.Nullable;

/** The current key and time, set by hand. */
final class TestKey implements Current {

    @Nullable Object now;
    long timestamp = NO_TIMESTAMP;

    @Override
    public @Nullable Object key() {
        return now;
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public String stream() {
        return "";
    }
}

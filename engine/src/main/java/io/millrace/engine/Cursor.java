package io.millrace.engine;

import io.millrace.api.Current;

import org.jspecify.annotations.Nullable;

/**
 * What travels beside the item that a task handles now: one object per task, changed in place, so
 * that no item pays for an object of its own. Of the task's thread alone.
 */
final class Cursor implements Current {

    @Nullable Object key;
    long timestamp = NO_TIMESTAMP;
    String stream = "";

    /** What the watermark was before the element taken last, where its stream has event time. */
    long watermark = NO_TIMESTAMP;

    @Override
    public @Nullable Object key() {
        return key;
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public String stream() {
        return stream;
    }
}

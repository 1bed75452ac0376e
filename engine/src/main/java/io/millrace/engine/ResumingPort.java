package io.millrace.engine;

import io.millrace.api.SourceOutput;
import io.millrace.engine.letters.ResumingSource;

import java.time.Duration;

/** The output of a source whose items have a past. */
record ResumingPort(SourceOutput next, ResumingSource source, Cursor cursor, Origins origins)
        implements SourceOutput {

    @Override
    public void send(Object item) throws InterruptedException {
        resume(item);
        next.send(item);
    }

    @Override
    public boolean trySend(Object item) throws InterruptedException {
        resume(item);
        return next.trySend(item);
    }

    @Override
    public boolean send(Object item, Duration atMost) throws InterruptedException {
        resume(item);
        return next.send(item, atMost);
    }

    private void resume(Object item) {
        ResumingSource.Resumed past = source.sending();
        cursor.key = past.key();
        cursor.timestamp = past.timestamp();
        origins.add(item, new Origins.Origin(source.failedIn(), past.attempts(), past.position()));
    }

    @Override
    public void fail(Object raw, Exception cause, Object position) throws InterruptedException {
        next.fail(raw, cause, position);
    }

    @Override
    public boolean stopping() {
        return next.stopping();
    }

    @Override
    public String name() {
        return next.name();
    }

    @Override
    public boolean isBound() {
        return next.isBound();
    }
}

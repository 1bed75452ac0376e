package io.millrace.engine;

import io.millrace.engine.errors.Attempts;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/** What the attempts of an instance need of its task. */
record AttemptHost(Instance instance) implements Attempts.Host {

    @Override
    public long nanoTime() {
        return instance.task.now();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        instance.task.waits.sleep(instance, time);
    }

    @Override
    public void acquire(Semaphore places) throws InterruptedException {
        if (places.tryAcquire()) {
            return;
        }
        instance.task.flushBehind(instance);
        instance.task.rest(true);
        try {
            places.acquire();
        } finally {
            instance.task.rest(false);
        }
    }

    @Override
    public boolean isCancelled() {
        return instance.task.isCancelled();
    }
}

package io.millrace.components.file;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A platform thread for calls that the operating system may block for long: reading from a pipe or
 * a terminal, writing to one.
 *
 * <p>Such a call would hold a virtual thread's carrier, of which there may be one for the whole
 * run, and could not be interrupted there. Here it holds nobody, and an {@linkplain
 * java.nio.channels.InterruptibleChannel interruptible channel} can be interrupted.
 */
final class OffThread implements AutoCloseable {

    private final ExecutorService thread;

    OffThread(String name) {
        thread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Makes the call on the thread, and waits for it; an interrupt is passed on to it. */
    <T> T call(Callable<T> call) throws Exception {
        Future<T> result = thread.submit(call);
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /**
     * Ends the thread; one that the operating system does not let go is left behind as a daemon.
     */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

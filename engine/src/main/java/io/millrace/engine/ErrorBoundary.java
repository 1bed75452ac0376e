package io.millrace.engine;

import io.millrace.api.EnvironmentException;
import io.millrace.api.ErrorCounts;
import io.millrace.api.ErrorEvent;
import io.millrace.api.ErrorEvent.Severity;
import io.millrace.api.Errors;
import io.millrace.api.Output;
import io.millrace.api.StreamFinished;
import io.millrace.engine.errors.Attempts;
import io.millrace.engine.errors.Classification;
import io.millrace.engine.errors.ErrorLog;
import io.millrace.engine.errors.QuietLog;
import io.millrace.engine.letters.Arrival;
import io.millrace.engine.letters.ResumingSource;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentSpec.OnError;
import io.millrace.graph.StreamSpec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The error handler of one instance: tries again what may be tried again, counts what has failed,
 * and sends failed items where the component's policy says.
 */
final class ErrorBoundary implements Errors {

    /** A larger item is not kept with its event: 4 KiB, of which 100 are kept. */
    private static final int LARGEST_KEPT = 4 << 10;

    /** The operation that fails where the engine calls a handler. */
    static final String ON_ITEM = "onItem";

    private final Instance instance;
    private final ComponentSpec spec;
    private final String name;
    private final Failures failures;
    private final ErrorLog log;
    private final QuietLog quietly;
    private final Time time;
    private @Nullable Attempts attempts;

    ErrorBoundary(Instance instance, Failures failures, Time time) {
        this.instance = instance;
        this.spec = instance.spec;
        this.failures = failures;
        this.time = time;
        this.log = new ErrorLog(time);
        this.quietly = new QuietLog(instance.typeName() + "." + spec.name(), time);
        this.name =
                instance.component instanceof ResumingSource source
                        ? source.failedIn()
                        : spec.name();
    }

    /** Sets what makes the attempts; without it there is one for each item. */
    void setAttempts(Attempts made) {
        attempts = made;
    }

    @Nullable Attempts attempts() {
        return attempts;
    }

    @Override
    public ErrorCounts counts() {
        return log.counts();
    }

    @Override
    public List<ErrorEvent> recent() {
        return log.recent();
    }

    // ---- work that may fail

    @Override
    public boolean run(String operation, Object item, Action action) throws InterruptedException {
        try {
            Attempts several = attempts;
            if (several == null || several.held().isHolding()) {
                action.run();
                return true;
            }
            Attempts.Failed failed = several.run(action);
            if (failed == null) {
                return true;
            }
            fail(item, operation, failed.cause(), instance.task.position(), failed.attempts());
        } catch (StreamFinished e) {
            throw e;
        } catch (InterruptedException e) {
            interrupted(item, e);
        } catch (Exception e) {
            fail(item, operation, e);
        } catch (Error e) {
            throw instance.crash(e);
        }
        return false;
    }

    @Override
    public boolean run(String operation, Action action) throws InterruptedException {
        try {
            action.run();
            return true;
        } catch (StreamFinished | EnvironmentException e) {
            throw e;
        } catch (InterruptedException e) {
            if (instance.task.isCancelled()) {
                throw e;
            }
            report(e, operation, Map.of());
        } catch (Exception e) {
            report(e, operation, Map.of());
        } catch (Error e) {
            throw instance.crash(e);
        }
        return false;
    }

    @Override
    public Decision handle(Exception cause, String operation, Map<String, ?> context)
            throws InterruptedException {
        if (cause instanceof StreamFinished
                || cause instanceof EnvironmentException
                || (cause instanceof InterruptedException && instance.task.isCancelled())) {
            return Decision.STOP;
        }
        Object item = context.get("item");
        if (item != null && spec.options().onError() != OnError.STOP) {
            fail(item, operation, cause);
        } else {
            report(cause, operation, context);
        }
        return spec.options().onError() == OnError.STOP ? Decision.STOP : Decision.CONTINUE;
    }

    /** Passes an interruption on if it means the end of the run; else it is the item's failure. */
    void interrupted(Object item, InterruptedException cause) throws InterruptedException {
        if (instance.task.isCancelled()) {
            throw cause;
        }
        fail(item, ON_ITEM, cause);
    }

    // ---- failures

    void fail(Object item, String operation, Exception cause) throws InterruptedException {
        fail(item, operation, cause, instance.task.position(), 1);
    }

    /** Fails an item by the component's policy. */
    void fail(
            Object item,
            String operation,
            Exception cause,
            @Nullable Object position,
            int madeAttempts)
            throws InterruptedException {
        fail(item, operation, cause, position, madeAttempts, instance.arrival());
    }

    /** Fails an item that the component has sent, on its way into a stream. */
    void failBehind(StreamSpec stream, Object item, String operation, Exception cause)
            throws InterruptedException {
        var arrival = Arrival.between(stream.from(), stream.to(), instance.task.cursor);
        fail(item, operation, cause, instance.task.position(), 1, arrival);
    }

    private void fail(
            Object item,
            String operation,
            Exception cause,
            @Nullable Object position,
            int madeAttempts,
            Arrival arrival)
            throws InterruptedException {
        OnError then = spec.options().onError();
        boolean fatal = cause instanceof EnvironmentException || then == OnError.STOP;
        ErrorEvent event =
                event(
                        operation,
                        fatal ? Severity.FATAL : Severity.ERROR,
                        item,
                        Map.of(),
                        madeAttempts,
                        cause);
        log.add(event);
        if (cause instanceof EnvironmentException) {
            throw instance.failed(operation, cause); // a full disk fails more than this item
        }
        instance.counters().errors().raise();
        quietly.warn(operation, event.message());
        switch (then) {
            case SKIP -> instance.counters().skipped().raise();
            case STOP -> throw instance.failed(operation, cause);
            case DEAD_LETTER, ERROR_STREAM ->
                    instance.task.outbox().leave(() -> letGo(item, event, position, arrival));
        }
    }

    /** Sends a failed item by the error stream, or keeps it. */
    private void letGo(Object item, ErrorEvent event, @Nullable Object position, Arrival arrival)
            throws InterruptedException {
        boolean sends = spec.options().onError() == OnError.ERROR_STREAM;
        if (!sends || !instance.errorStreamIsOpen() || instance.failing) {
            deadLetter(item, event, position, arrival);
            return;
        }
        instance.failing = true; // a condition on the error stream may fail for the error item
        try {
            instance.port(Output.ERROR).send(failures.item(item, event, position));
        } finally {
            instance.failing = false;
        }
    }

    /** Counts and logs a failure that is of no item. */
    private void report(Exception cause, String operation, Map<String, ?> context) {
        ErrorEvent event = event(operation, Severity.WARNING, null, context, 1, cause);
        log.add(event);
        instance.counters().errors().raise();
        quietly.warn(operation, event.message());
    }

    /** Counts the failure of the component itself. */
    void fatal(String operation, Throwable cause) {
        log.add(event(operation, Severity.FATAL, null, Map.of(), 1, cause));
    }

    private void deadLetter(
            Object item, ErrorEvent event, @Nullable Object position, Arrival arrival) {
        try {
            failures.deadLetter(item, event, position, arrival, instance.epoch());
        } catch (IOException e) {
            e.addSuppressed(event.cause());
            throw instance.failed("dead letter", e);
        }
        instance.counters().deadLetters().raise();
    }

    private ErrorEvent event(
            String operation,
            Severity severity,
            @Nullable Object item,
            Map<String, ?> context,
            int madeAttempts,
            Throwable cause) {
        return new ErrorEvent(
                name,
                spec.type().name(),
                instance.variant(),
                operation,
                Classification.category(cause),
                severity,
                Classification.message(cause),
                item == null || Channel.weigh(item) > LARGEST_KEPT ? null : item,
                new LinkedHashMap<>(context),
                madeAttempts,
                time.now(),
                cause);
    }
}

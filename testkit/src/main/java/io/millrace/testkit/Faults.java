package io.millrace.testkit;

import io.millrace.api.Batch;
import io.millrace.api.BatchHandler;
import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Errors;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The faults that a test injects into a component, around its own code: the engine sees them as the
 * component's.
 *
 * @param items what happens to items
 * @param setup thrown by set-up instead of doing it, or null
 * @param cleanup thrown by clean-up after doing it, or null
 */
record Faults(List<ItemFault> items, @Nullable Exception setup, @Nullable Exception cleanup) {

    static final Faults NONE = new Faults(List.of(), null, null);

    /**
     * What happens to some items.
     *
     * @param what how a message names it
     * @param number the number of the item it happens to, from 1; 0 for all that match
     * @param items which items it happens to
     * @param delay how long the item takes more
     * @param failure what is thrown for it, or null
     * @param met how often it has happened
     */
    record ItemFault(
            String what,
            int number,
            Predicate<Object> items,
            Duration delay,
            @Nullable Exception failure,
            AtomicInteger met) {

        ItemFault(
                String what,
                int number,
                Predicate<Object> items,
                Duration delay,
                @Nullable Exception failure) {
            this(what, number, items, delay, failure, new AtomicInteger());
        }

        /** Returns the same for another run. */
        ItemFault anew() {
            return new ItemFault(what, number, items, delay, failure);
        }
    }

    /** Copies the list. */
    Faults {
        items = List.copyOf(items);
    }

    Faults with(ItemFault fault) {
        var more = new ArrayList<>(items);
        more.add(fault);
        return new Faults(more, setup, cleanup);
    }

    Faults inSetup(Exception failure) {
        return new Faults(items, failure, cleanup);
    }

    Faults inCleanup(Exception failure) {
        return new Faults(items, setup, failure);
    }

    /** Returns the same for another run. */
    Faults anew() {
        return new Faults(items.stream().map(ItemFault::anew).toList(), setup, cleanup);
    }

    /**
     * Sees that each of them has happened: a test of a fault that does not happen tests nothing.
     */
    void assertMet() {
        for (ItemFault fault : items) {
            if (fault.met().get() == 0) {
                throw new AssertionError(
                        "%s: there was no such item at the component's error boundary"
                                .formatted(fault.what()));
            }
        }
    }

    /** Puts the faults around a component. */
    Component around(Component component) {
        if (this.equals(NONE)) {
            return component;
        }
        return switch (component) {
            case Source source -> new FaultySource(source, new Injected(this));
            case Handler<?> handler -> new FaultyHandler(handler, new Injected(this));
            case BatchHandler<?> handler -> new FaultyBatches(handler, new Injected(this));
            default -> new FaultyLoop(component, new Injected(this));
        };
    }

    /** The faults of one instance. */
    private static final class Injected {
        private static final Object[] NONE_GIVEN = {};

        private final Faults faults;
        private @Nullable Context context;
        private int items;

        Injected(Faults faults) {
            this.faults = faults;
        }

        void setup(Component component, Context context) throws Exception {
            this.context = context;
            if (faults.setup() != null) {
                throw faults.setup();
            }
            component.setup(withFaults(Context.class, context));
        }

        void cleanup(Component component) throws Exception {
            component.cleanup();
            if (faults.cleanup() != null) {
                throw faults.cleanup();
            }
        }

        /** Does to an item what is to happen to it. */
        void meet(Object item) throws Exception {
            items++;
            for (ItemFault fault : faults.items()) {
                boolean isMet =
                        fault.number() == 0 ? fault.items().test(item) : fault.number() == items;
                if (isMet) {
                    fault.met().incrementAndGet();
                    if (fault.delay().isPositive()) {
                        Objects.requireNonNull(context, "context").sleep(fault.delay());
                    }
                    if (fault.failure() != null) {
                        throw fault.failure();
                    }
                }
            }
        }

        /** Returns what a component is given, with an error boundary that the faults stand in. */
        <T> T withFaults(Class<T> type, T given) {
            return type.cast(
                    Proxy.newProxyInstance(
                            type.getClassLoader(),
                            new Class<?>[] {type},
                            (_, method, arguments) ->
                                    call(
                                            given,
                                            method,
                                            arguments == null ? NONE_GIVEN : arguments)));
        }

        private @Nullable Object call(Object given, Method method, Object[] arguments)
                throws Throwable {
            boolean isForItem =
                    given instanceof Errors
                            && arguments.length == 3
                            && arguments[2] instanceof Errors.Action;
            Object[] passed = isForItem ? withFault(arguments) : arguments;
            try {
                Object result = method.invoke(given, passed);
                return result instanceof Errors errors ? withFaults(Errors.class, errors) : result;
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }

        /** Has the item meet its faults before the work that an error boundary is to do. */
        private Object[] withFault(Object[] arguments) {
            Errors.Action work =
                    () -> {
                        meet(arguments[1]);
                        ((Errors.Action) arguments[2]).run();
                    };
            return new Object[] {arguments[0], arguments[1], work};
        }
    }

    /** A handler with faults. */
    private record FaultyHandler(Handler<?> handler, Injected injected) implements Handler<Object> {
        @Override
        public void setup(Context context) throws Exception {
            injected.setup(handler, context);
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            injected.meet(item);
            give(handler, item, out);
        }

        @SuppressWarnings("unchecked")
        private static <T> void give(Handler<T> handler, Object item, Output out) throws Exception {
            handler.onItem((T) item, out);
        }

        @Override
        public void process(Streams streams) throws Exception {
            handler.process(injected.withFaults(Streams.class, streams));
        }

        @Override
        public void onTimer(String timer, Output out) throws Exception {
            handler.onTimer(timer, out);
        }

        @Override
        public void onEventTime(long timestamp, Output out) throws Exception {
            handler.onEventTime(timestamp, out);
        }

        @Override
        public void onProcessingTime(long timestamp, Output out) throws Exception {
            handler.onProcessingTime(timestamp, out);
        }

        @Override
        public void onEnd(Output out) throws Exception {
            handler.onEnd(out);
        }

        @Override
        public void flush() throws Exception {
            handler.flush();
        }

        @Override
        public void cleanup() throws Exception {
            injected.cleanup(handler);
        }
    }

    /** A handler of batches with faults: what a fault fails is no longer in the batch. */
    private record FaultyBatches(BatchHandler<?> handler, Injected injected)
            implements BatchHandler<Object> {
        @Override
        public void setup(Context context) throws Exception {
            injected.setup(handler, context);
        }

        @Override
        public void onBatch(Batch<Object> batch, Output out) throws Exception {
            var kept = new ArrayList<Integer>();
            for (int i = 0; i < batch.size(); i++) {
                try {
                    injected.meet(batch.items().get(i));
                    kept.add(i);
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    batch.fail(i, e);
                }
            }
            if (!kept.isEmpty()) {
                give(handler, new PartOfBatch(batch, kept), out);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T> void give(BatchHandler<T> handler, Batch<?> batch, Output out)
                throws Exception {
            handler.onBatch((Batch<T>) batch, out);
        }

        @Override
        public void onEnd(Output out) throws Exception {
            handler.onEnd(out);
        }

        @Override
        public void cleanup() throws Exception {
            injected.cleanup(handler);
        }
    }

    /** A loop with faults, which are met where it uses an error boundary for an item. */
    private record FaultyLoop(Component loop, Injected injected) implements Component {
        @Override
        public void setup(Context context) throws Exception {
            injected.setup(loop, context);
        }

        @Override
        public void process(Streams streams) throws Exception {
            loop.process(injected.withFaults(Streams.class, streams));
        }

        @Override
        public void cleanup() throws Exception {
            injected.cleanup(loop);
        }
    }

    /** A source with faults in its set-up and clean-up; it takes no items. */
    private record FaultySource(Source source, Injected injected) implements Source {
        @Override
        public boolean mayBeIdle() {
            return source.mayBeIdle();
        }

        @Override
        public void setup(Context context) throws Exception {
            injected.setup(source, context);
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            source.run(out);
        }

        @Override
        public @Nullable Object position() {
            return source.position();
        }

        @Override
        public void cleanup() throws Exception {
            injected.cleanup(source);
        }
    }
}

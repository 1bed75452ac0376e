package io.millrace.graph.reload;

import io.millrace.api.Batch;
import io.millrace.api.BufferedOutput;
import io.millrace.api.Errors;
import io.millrace.api.Event;
import io.millrace.api.Input;
import io.millrace.api.InputAction;
import io.millrace.api.Output;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The streams as one instance sees them: ended as soon as the instance is to be exchanged. */
final class OwnStreams implements Streams {

    private static final String TIMER = "millrace.reload";

    private final Streams streams;
    private final Exchange exchange;
    private final List<BufferedOutput> buffers = new ArrayList<>();
    private boolean cut;
    private boolean looks;

    OwnStreams(Streams streams, Exchange exchange) {
        this.streams = streams;
        this.exchange = exchange;
    }

    /** Returns whether the instance was told that the streams have ended, though they have not. */
    boolean isCut() {
        return cut;
    }

    /** Sends on what the instance has left in buffers, before another one sends. */
    void flush() throws InterruptedException {
        for (BufferedOutput buffer : buffers) {
            buffer.flush();
        }
    }

    private boolean ends() {
        cut |= exchange.isDue();
        return cut;
    }

    @Override
    public <T> Input<T> receive(String input, Class<T> type) {
        return new OwnInput<>(streams.receive(input, type));
    }

    @Override
    public <T> Iterable<Batch<T>> batches(String input, Class<T> type) {
        return cut(streams.batches(input, type));
    }

    @Override
    public <T> Iterable<Batch<T>> batches(String input, Class<T> type, int size, Duration maxWait) {
        return cut(streams.batches(input, type, size, maxWait));
    }

    private <T> Iterable<T> cut(Iterable<T> whole) {
        return () -> {
            Iterator<T> all = whole.iterator();
            return new Iterator<>() {
                private boolean isKnown;

                @Override
                public boolean hasNext() {
                    isKnown = isKnown || (!ends() && all.hasNext());
                    return isKnown;
                }

                @Override
                public T next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException("the input has ended");
                    }
                    isKnown = false;
                    return all.next();
                }
            };
        };
    }

    @Override
    public <T> void forEachInput(Class<T> type, InputAction<T> action) throws Exception {
        streams.forEachInput(type, input -> action.process(new OwnInput<>(input)));
    }

    @Override
    public Event next() throws InterruptedException {
        while (!ends()) {
            if (!looks) {
                looks = true;
                exchange.context().startTimer(TIMER, Exchange.LOOK);
            }
            Event event = streams.next();
            if (!(event instanceof Event.Timer(var name)) || !name.equals(TIMER)) {
                return event;
            }
            looks = false;
        }
        return new Event.End();
    }

    @Override
    public Output output(String output) {
        return streams.output(output);
    }

    @Override
    public BufferedOutput buffer(String output) {
        return kept(streams.buffer(output));
    }

    @Override
    public BufferedOutput buffer(String output, int size, Duration flushInterval) {
        return kept(streams.buffer(output, size, flushInterval));
    }

    private BufferedOutput kept(BufferedOutput buffer) {
        buffers.add(buffer);
        return buffer;
    }

    @Override
    public SourceOutput source() {
        return streams.source();
    }

    @Override
    public List<String> inputs() {
        return streams.inputs();
    }

    @Override
    public List<String> outputs() {
        return streams.outputs();
    }

    @Override
    public Errors errors() {
        return streams.errors();
    }

    /** One input, with an end where the instance is to be exchanged. */
    private final class OwnInput<T> implements Input<T> {

        private final Input<T> input;

        OwnInput(Input<T> input) {
            this.input = input;
        }

        @Override
        public String name() {
            return input.name();
        }

        @Override
        public Optional<T> receive() throws InterruptedException {
            Optional<T> item = Optional.empty();
            while (item.isEmpty() && !hasEnded()) {
                item = input.receive(Exchange.LOOK);
            }
            return item;
        }

        @Override
        public Optional<T> receive(Duration atMost) throws InterruptedException {
            Optional<T> item = Optional.empty();
            Duration left = atMost;
            while (item.isEmpty() && !hasEnded() && !left.isNegative()) {
                Duration wait = left.compareTo(Exchange.LOOK) < 0 ? left : Exchange.LOOK;
                item = input.receive(wait);
                left = wait.isZero() ? Duration.ofNanos(-1) : left.minus(wait);
            }
            return item;
        }

        @Override
        public boolean hasEnded() {
            return ends() || input.hasEnded();
        }
    }
}

package io.millrace.testkit;

import io.millrace.api.Batch;
import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Event;
import io.millrace.api.Expression;
import io.millrace.api.Handler;
import io.millrace.api.Input;
import io.millrace.api.ListState;
import io.millrace.api.Output;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.StateSpec;
import io.millrace.api.Streams;
import io.millrace.api.Traits;
import io.millrace.api.TransactionalSink;
import io.millrace.api.ValueState;
import io.millrace.graph.ComponentType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The components of simulated systems that are killed and started again. An item is a text, {@code
 * source:number}, to which each component adds its name.
 */
final class LivingParts {

    private LivingParts() {}

    /** What kind of component it is. */
    enum Shape {
        SOURCE(Feed.class),
        /** A source whose waits nobody sees. */
        APART(ApartFeed.class),
        HANDLER(Step.class),
        LOOP(Loop.class),
        EVENTS(Events.class),
        BATCHES(Batches.class),
        /** Has a thread for each input. */
        EACH(Each.class),
        /** Takes from one input after the other, an item each. */
        ZIP(Zip.class),
        /** Holds items in a field until it is flushed. */
        FLUSHED(Flushed.class),
        /** Holds the last few items in a state. */
        HOLDING(Holding.class),
        /** Counts what it takes in a state, and says so at the end. */
        COUNTING(Counting.class),
        /** Counts the items of each key in a state, and numbers them. */
        NUMBERING(Numbering.class),
        /** Holds the items of each key in a state until time has passed their window. */
        WINDOWS(TimedParts.Windows.class),
        /** Holds the items of each key in a state until a timer, and counts on none of them. */
        DELAYED(TimedParts.Delayed.class),
        SINK(Sink.class);

        final Class<? extends Component> type;

        Shape(Class<? extends Component> type) {
            this.type = type;
        }

        boolean isSource() {
            return this == SOURCE || this == APART;
        }

        boolean takesMany() {
            return this != LOOP && this != BATCHES;
        }

        /** Whether its items have a key, by which it is divided. */
        boolean isKeyed() {
            return this == NUMBERING || this == WINDOWS;
        }
    }

    /**
     * What a component is.
     *
     * @param number its place in the graph
     * @param shape what kind
     * @param copies how often it sends what it takes; 0 for odd numbers alone
     * @param items how many items a source has
     * @param slow whether it sleeps now and then
     * @param inputs how many inputs it has
     * @param refuses whether it fails some of its items
     */
    record Role(
            int number,
            Shape shape,
            int copies,
            int items,
            boolean slow,
            int inputs,
            boolean refuses) {
        String name() {
            return "c" + number;
        }

        /** Returns whether it fails an item. */
        boolean refuses(String item) {
            return refuses && LivingParts.number(item) % 4 == 2;
        }

        /** Returns how often it sends an item. */
        int copies(String item) {
            return copies == 0 ? LivingParts.number(item) & 1 : copies;
        }

        List<String> inputNames() {
            var names = new ArrayList<String>();
            for (int i = 0; i < inputs; i++) {
                names.add(i == 0 ? Input.DEFAULT : "input" + i);
            }
            return names;
        }
    }

    /** Returns the number of an item. */
    static int number(String item) {
        int from = item.indexOf(':') + 1;
        int to = item.indexOf('/');
        return Integer.parseInt(item.substring(from, to < 0 ? item.length() : to));
    }

    /** Returns an item, or what it becomes on an error stream. */
    static String textOf(Document item) {
        return item.kind() == Document.Kind.OBJECT
                ? refused(textOf(part(item, "item")), textOf(part(item, "component")))
                : item.asString();
    }

    private static Document part(Document item, String field) {
        return Objects.requireNonNull(item.get(field), field);
    }

    /** Returns what an item becomes on the error stream of a component. */
    static String refused(String item, String component) {
        return item + "/" + component + "/!";
    }

    /** The key of an item. */
    record Key() implements Expression {
        static final int KEYS = 3;

        @Override
        public String text() {
            return "n % 3";
        }

        @Override
        public boolean test(Document item, Current current) {
            throw new IllegalStateException("a key is no condition");
        }

        @Override
        public Document evaluate(Document item, Current current) {
            return Document.of(number(textOf(item)) % KEYS);
        }
    }

    /** The event time of an item: its number. */
    record At() implements Expression {
        @Override
        public String text() {
            return "n";
        }

        @Override
        public boolean test(Document item, Current current) {
            throw new IllegalStateException("a time is no condition");
        }

        @Override
        public Document evaluate(Document item, Current current) {
            return Document.of(number(textOf(item)));
        }
    }

    /** Lets odd numbers pass. */
    record Odd() implements Expression {
        @Override
        public String text() {
            return "odd";
        }

        @Override
        public boolean test(Document item, Current current) {
            return number(textOf(item)) % 2 == 1;
        }

        @Override
        public Document evaluate(Document item, Current current) {
            return Document.of(test(item, current));
        }
    }

    /** The type of a component that has a role. */
    record Type(Role role, Outside outside, Outside.Life life) implements ComponentType {
        @Override
        public String name() {
            return role.shape.name();
        }

        @Override
        public Class<? extends Component> implementation() {
            return role.shape.type;
        }

        @Override
        public Component create(Object config) {
            return switch (role.shape) {
                case SOURCE -> new Feed(this);
                case APART -> new ApartFeed(this);
                case HANDLER -> new Step(this);
                case LOOP -> new Loop(this);
                case EVENTS -> new Events(this);
                case BATCHES -> new Batches(this);
                case EACH -> new Each(this);
                case ZIP -> new Zip(this);
                case FLUSHED -> new Flushed(this);
                case HOLDING -> new Holding(this);
                case COUNTING -> new Counting(this);
                case NUMBERING -> new Numbering(this);
                case WINDOWS -> new TimedParts.Windows(this);
                case DELAYED -> new TimedParts.Delayed(this);
                case SINK -> new Sink(this);
            };
        }

        @Override
        public List<String> inputs(Object config) {
            return role.inputNames();
        }

        @Override
        public List<String> outputs(Object config) {
            return role.shape == Shape.SINK ? List.of() : List.of(Output.DEFAULT);
        }
    }

    /** What they have in common. */
    abstract static class Part implements Component {
        final Role role;
        final Outside outside;
        final Outside.Life life;
        Context context;
        private RandomGenerator random;

        Part(Type type) {
            this.role = type.role;
            this.outside = type.outside;
            this.life = type.life;
        }

        @Override
        public void setup(Context context) throws Exception {
            this.context = context;
            this.random = context.random();
            wander();
        }

        /** Takes an item, and sends what it makes of it. */
        final void take(Document item, Output out) throws Exception {
            wander();
            if (!life.isOver) {
                outside.take(role.name());
            }
            String text = textOf(item);
            if (role.refuses(text)) {
                throw new IllegalArgumentException("refused");
            }
            give(text, out);
        }

        /** Takes an item in a loop of the component's own. */
        final void take(Document item, Output out, Streams streams) throws Exception {
            streams.errors().run("take", item, () -> take(item, out));
        }

        void give(String item, Output out) throws Exception {
            pass(item, "/" + role.name(), out);
        }

        final void pass(String item, String mark, Output out) throws Exception {
            for (int i = role.copies(item); i > 0; i--) {
                out.send(Document.of(item + mark));
            }
        }

        /** Lets others go on, or sleeps, now and then. */
        @SuppressWarnings("ThreadPriorityCheck") // a simulated thread may be interrupted anywhere
        final void wander() throws Exception {
            int dice = random.nextInt(16);
            if (dice < 2) {
                Thread.yield();
            } else if (dice == 2 && role.slow) {
                context.sleep(Duration.ofMillis(random.nextInt(8)));
            } else if (dice == 3 && role.slow) {
                context.blocking(
                        () -> {
                            Thread.yield();
                            return role;
                        });
            }
        }
    }

    /** A source whose takers may be fused to it. */
    @Traits(cooperative = true)
    private static class Feed extends Part implements ReplayableSource {
        private int next;

        Feed(Type type) {
            super(type);
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            while (next < role.items && !out.stopping()) {
                wander();
                if (next % 4 == 1) {
                    context.sleep(Duration.ofMillis(2));
                }
                out.send(Document.of(role.name() + ":" + next));
                next++;
            }
        }

        @Override
        public Document nextPosition() {
            return Document.of(next);
        }

        @Override
        public void startAt(Document position) {
            next = (int) position.asLong();
        }

        @Override
        public void onDurable(Document position) {
            if (position.asLong() > next) {
                outside.violation(role.name() + " is told of a position it has not come to");
            }
        }
    }

    @Traits
    private static final class ApartFeed extends Feed {
        ApartFeed(Type type) {
            super(type);
        }
    }

    static class Step extends Part implements Handler<Document> {
        Step(Type type) {
            super(type);
        }

        @Override
        public void onItem(Document item, Output out) throws Exception {
            take(item, out);
        }
    }

    private static final class Loop extends Part {
        Loop(Type type) {
            super(type);
        }

        @Override
        public void process(Streams streams) throws Exception {
            Output out = streams.output(Output.DEFAULT);
            for (Document item : streams.receive(Input.DEFAULT, Document.class)) {
                take(item, out, streams);
            }
        }
    }

    private static final class Events extends Part {
        Events(Type type) {
            super(type);
        }

        @Override
        public void process(Streams streams) throws Exception {
            Output out = streams.output(Output.DEFAULT);
            while (true) {
                switch (streams.next()) {
                    case Event.Item(String _, Document item) -> take(item, out, streams);
                    case Event.End() -> {
                        return;
                    }
                    case Event.Item _, Event.Idle _, Event.Timer _, Event.TimeReached _ -> {}
                }
            }
        }
    }

    private static final class Batches extends Part {
        Batches(Type type) {
            super(type);
        }

        @Override
        public void process(Streams streams) throws Exception {
            Output out = streams.output(Output.DEFAULT);
            var wait = Duration.ofMillis(role.number % 3 * 4L);
            for (Batch<Document> batch : streams.batches(Input.DEFAULT, Document.class, 3, wait)) {
                for (Document item : batch) {
                    take(item, out, streams);
                }
            }
        }
    }

    private static final class Each extends Part {
        Each(Type type) {
            super(type);
        }

        @Override
        public void process(Streams streams) throws Exception {
            Output out = streams.output(Output.DEFAULT);
            streams.forEachInput(
                    Document.class,
                    input -> {
                        for (Document item : input) {
                            take(item, out, streams);
                        }
                    });
        }
    }

    private static final class Zip extends Part {
        Zip(Type type) {
            super(type);
        }

        @Override
        public void process(Streams streams) throws Exception {
            Output out = streams.output(Output.DEFAULT);
            Deque<Input<Document>> inputs = new ArrayDeque<>();
            for (String name : role.inputNames()) {
                inputs.add(streams.receive(name, Document.class));
            }
            while (!inputs.isEmpty()) {
                Input<Document> input = inputs.remove();
                Optional<Document> item = input.receive();
                if (item.isPresent()) {
                    take(item.get(), out, streams);
                    inputs.add(input);
                }
            }
        }
    }

    private static final class Flushed extends Step {
        private final List<String> held = new ArrayList<>();

        Flushed(Type type) {
            super(type);
        }

        @Override
        void give(String item, Output out) {
            held.add(item);
        }

        @Override
        public void flush() throws Exception {
            List<String> items = List.copyOf(held);
            held.clear();
            for (String item : items) {
                pass(item, "/" + role.name(), context.output(Output.DEFAULT));
            }
        }
    }

    private static final class Holding extends Step {
        private static final int MOST = 3;
        private ListState<String> held;

        Holding(Type type) {
            super(type);
        }

        @Override
        public void setup(Context context) throws Exception {
            super.setup(context);
            held = context.state(StateSpec.list("held", String.class));
        }

        @Override
        void give(String item, Output out) throws Exception {
            held.add(item);
            if (held.size() > MOST) {
                String first = held.all().getFirst();
                held.removeFirst(1);
                pass(first, "/" + role.name(), out);
            }
        }

        @Override
        public void onEnd(Output out) throws Exception {
            for (String item : held.all()) {
                pass(item, "/" + role.name(), out);
            }
            held.clear();
        }
    }

    private static final class Counting extends Step {
        private ValueState<Long> count;
        private ValueState<Long> sum;

        Counting(Type type) {
            super(type);
        }

        @Override
        public void setup(Context context) throws Exception {
            super.setup(context);
            count = context.state(StateSpec.value("count", Long.class));
            sum = context.state(StateSpec.value("sum", Long.class));
        }

        @Override
        void give(String item, Output out) throws Exception {
            count.set(count.or(0L) + 1);
            sum.set(sum.or(0L) + plain(item).hashCode());
            super.give(item, out);
        }

        @Override
        public void onEnd(Output out) throws Exception {
            if (!count.isEmpty()) {
                out.send(Document.of(total(role.name(), count.or(0L), sum.or(0L))));
            }
        }
    }

    /** Returns what a counting component says at its end. */
    static String total(String component, long count, long sum) {
        return component + ":0/=" + count + "~" + sum;
    }

    /** Returns an item without the numbers that it was given on its way. */
    static String plain(String item) {
        return item.replaceAll("#[0-9]+", "");
    }

    private static final class Numbering extends Step {
        private ValueState<Long> count;

        Numbering(Type type) {
            super(type);
        }

        @Override
        public void setup(Context context) throws Exception {
            super.setup(context);
            count = context.state(StateSpec.value("count", Long.class).perKey());
        }

        @Override
        void give(String item, Output out) throws Exception {
            count.set(count.or(0L) + 1);
            pass(item, "/" + role.name() + "#" + count.or(0L), out);
        }
    }

    /** Shows what it has taken epoch by epoch; an epoch waits in a file, or in the checkpoint. */
    private static final class Sink extends Step implements TransactionalSink {
        private static final String LINE = "\n";

        private List<String> filling = new ArrayList<>();
        private boolean isToPublish; // what was sealed last

        Sink(Type type) {
            super(type);
        }

        @Override
        void give(String item, Output out) {
            filling.add(item);
        }

        @Override
        public Sealed seal(long epoch) throws Exception {
            if (isToPublish && !life.isOver) {
                outside.violation(
                        role.name() + " seals epoch " + epoch + " before the last is shown");
            }
            isToPublish = true;
            List<String> stage = filling;
            filling = new ArrayList<>();
            String text = String.join(LINE, stage);
            if (role.number % 2 == 0) {
                return sealed(Document.array(List.of(Document.of(text))), null);
            }
            Path file = context.resolve("stage-" + role.name() + "-" + epoch);
            Files.deleteIfExists(
                    file); // its name may not have reached the disk, though forced again
            Files.writeString(file, text);
            return sealed(Document.of(text.length()), file);
        }

        private static Sealed sealed(Document reference, @Nullable Path file) {
            return new Sealed() {
                @Override
                public Document reference() {
                    return reference;
                }

                @Override
                public void force() throws IOException {
                    if (file != null) {
                        LivingParts.force(file);
                        LivingParts.force(file.toAbsolutePath().getParent());
                    }
                }
            };
        }

        @Override
        public void publish(long epoch, Document sealed) throws Exception {
            wander();
            isToPublish = false;
            String text;
            if (role.number % 2 == 0) {
                text = sealed.at(0).asString();
            } else {
                text = Files.readString(context.resolve("stage-" + role.name() + "-" + epoch));
                if (text.length() != sealed.asLong()) {
                    outside.violation(role.name() + " finds half of epoch " + epoch);
                }
            }
            List<String> items = text.isEmpty() ? List.of() : List.of(text.split(LINE));
            outside.publish(life, role.name(), epoch, items);
        }

        @Override
        public void restore(long epoch, @Nullable Document sealed) {
            outside.restored(life, role.name(), epoch);
            filling = new ArrayList<>();
        }
    }

    private static void force(@Nullable Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

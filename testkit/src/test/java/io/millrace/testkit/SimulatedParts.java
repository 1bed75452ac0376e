package io.millrace.testkit;

import io.millrace.api.Batch;
import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Event;
import io.millrace.api.Handler;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.StreamFinished;
import io.millrace.api.Streams;
import io.millrace.api.Traits;
import io.millrace.graph.ComponentType;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/** The components of simulated graphs: one class for each shape, all of which keep the ledger. */
final class SimulatedParts {

    private SimulatedParts() {}

    /** The type of a component that has a role. */
    record Type(Role role, Ledger ledger) implements ComponentType {
        @Override
        public String name() {
            return role.shape().name();
        }

        @Override
        public Class<? extends Component> implementation() {
            return switch (role.shape()) {
                case SOURCE -> Feed.class;
                case APART -> ApartFeed.class;
                case HANDLER -> Step.class;
                case TIMED -> Timed.class;
                case LOOP -> Loop.class;
                case EVENTS -> Events.class;
                case BATCHES -> Batches.class;
                case EACH -> Each.class;
            };
        }

        @Override
        public Component create(Object config) {
            return switch (role.shape()) {
                case SOURCE -> new Feed(role, ledger);
                case APART -> new ApartFeed(role, ledger);
                case HANDLER -> new Step(role, ledger);
                case TIMED -> new Timed(role, ledger);
                case LOOP -> new Loop(role, ledger);
                case EVENTS -> new Events(role, ledger);
                case BATCHES -> new Batches(role, ledger);
                case EACH -> new Each(role, ledger);
            };
        }

        @Override
        public List<String> inputs(Object config) {
            return role.inputs();
        }

        @Override
        public List<String> outputs(Object config) {
            return role.outputs();
        }
    }

    /** What they have in common. */
    private abstract static class Part implements Component {
        final Role role;
        final Ledger ledger;
        final Ledger.Tally tally;
        private final int[][] serials = new int[Ledger.INSTANCES][Tag.PORTS];
        private final ArrayDeque<Tag> kept = new ArrayDeque<>();
        Context context;
        private RandomGenerator random;
        private int taken;
        private boolean busy;
        private boolean over;
        private boolean setUp;

        Part(Role role, Ledger ledger) {
            this.role = role;
            this.ledger = ledger;
            this.tally = ledger.tallies.get(role.number());
        }

        @Override
        public void setup(Context context) throws Exception {
            if (setUp) {
                ledger.violation(role.name() + " is set up twice");
            }
            setUp = true;
            tally.setups++;
            this.context = context;
            random = context.random();
            wander();
            crash(Role.Crash.SETUP);
        }

        @Override
        public void cleanup() throws Exception {
            enter();
            tally.cleanups++;
            tally.kept += kept.size();
            over = true;
            try {
                wander();
            } catch (InterruptedException e) {
                ledger.violation(role.name() + " is interrupted in its clean-up");
            }
            crash(Role.Crash.CLEANUP);
        }

        /**
         * Every call of the engine begins here: they come one at a time, and none after the end.
         */
        final void enter() {
            if ((busy && isAlone()) || over || !setUp) {
                ledger.violation(
                        role.name()
                                + " is called "
                                + (busy
                                        ? "twice"
                                        : over ? "after its clean-up" : "before its set-up"));
            }
        }

        /** Whether no other item is taken while it waits. */
        boolean isAlone() {
            return true;
        }

        /** Returns who of its instances, or of its threads, sends now. */
        int sender() {
            return context.instance();
        }

        /** Takes an item; returns whether it was the last that it wants. */
        final boolean take(Document item, Output out) throws Exception {
            enter();
            busy = true;
            try {
                Tag tag =
                        ledger.take(
                                tally, context.instance(), context.stream(), item, context.key());
                if (isAlone() && role.limit() > 0 && taken >= role.limit()) {
                    ledger.violation(role.name() + " got an item after it had finished");
                }
                taken++;
                wander();
                if (taken == 3) {
                    crash(Role.Crash.PROCESS);
                }
                if (role.refuses() && tag.n() % 5 == 3 && taken != role.limit()) {
                    throw failure(tag.n()).refusal();
                }
                if (role.act() == Role.Act.COLLECT) {
                    kept.add(tag);
                } else {
                    for (int i = role.act().copies(tag.n()); i > 0; i--) {
                        send(out, tag.n());
                    }
                }
            } finally {
                busy = false;
            }
            return role.limit() > 0 && taken >= role.limit();
        }

        /** Sends the items that were kept, or the first of them. */
        final void sendKept(Output out, boolean all) throws Exception {
            enter();
            Tag next = kept.poll();
            while (next != null) {
                send(out, next.n());
                next = all ? kept.poll() : null;
            }
        }

        final boolean hasKept() {
            return !kept.isEmpty();
        }

        final void send(Output out, int n) throws InterruptedException {
            int port = role.outputs().size() > 1 && n % 3 == 0 ? 1 : 0;
            Output to = port == 0 ? out : context.output(role.outputs().get(1));
            to.send(tag(port, n).item());
            tally.sent[port]++;
        }

        private int key() {
            return Ledger.keyCode(context.key());
        }

        final Tag failure(int n) {
            tally.failed++;
            ledger.failing(role);
            return tag(Tag.FAILED, n);
        }

        private Tag tag(int port, int n) {
            int sender = sender();
            return new Tag(role.number(), sender, port, serials[sender][port]++, key(), n);
        }

        final void end() {
            tally.normalEnds++;
        }

        /** Lets others go on, or sleeps, now and then. */
        @SuppressWarnings("ThreadPriorityCheck") // a simulated thread may be interrupted anywhere
        final void wander() throws Exception {
            int dice = random.nextInt(16);
            if (dice < 2) {
                Thread.yield();
            } else if (dice == 2 && role.slow()) {
                context.sleep(Duration.ofMillis(random.nextInt(12)));
            } else if (dice == 3 && role.slow()) {
                context.blocking(
                        () -> {
                            Thread.yield();
                            return role;
                        });
            }
        }

        final void crash(Role.Crash where) {
            if (role.crash() == where) {
                tally.crashed = true;
                throw new CrashError(role.name());
            }
        }
    }

    /** A component's planned failure. */
    static final class CrashError extends Error {
        private static final long serialVersionUID = 1L;

        CrashError(String component) {
            super(component + " was to fail", null, false, false);
        }
    }

    /** A source whose takers may be fused to it. */
    @SuppressWarnings("ThreadPriorityCheck") // as above
    @Traits(cooperative = true)
    private static class Feed extends Part implements Source {
        private int sent;

        Feed(Role role, Ledger ledger) {
            super(role, ledger);
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            enter();
            for (int i = 0; i < role.items() && !out.stopping(); i++) {
                wander();
                if (i % 8 == 5 && role.isEndless()) {
                    waitLong();
                }
                if (i == 3) {
                    crash(Role.Crash.PROCESS);
                }
                sent++;
                int n = i % 1000;
                if (role.refuses() && n % 5 == 3) {
                    Tag failure = failure(n);
                    out.fail(failure.item(), failure.refusal(), "item " + sent);
                } else {
                    send(out, n);
                }
            }
            end();
        }

        /** Waits longer than a drain may take. */
        private void waitLong() throws Exception {
            switch (context.random().nextInt(4)) {
                case 0 -> context.sleep(Duration.ofMinutes(1));
                case 1 -> waitForEver();
                default -> Thread.yield();
            }
        }

        void waitForEver() throws Exception {
            context.blocking(
                    () -> {
                        new CountDownLatch(1).await();
                        return role;
                    });
        }

        @Override
        public @Nullable Object position() {
            return "item " + sent;
        }
    }

    /** A source that has a task of its own. */
    @Traits
    private static final class ApartFeed extends Feed {
        ApartFeed(Role role, Ledger ledger) {
            super(role, ledger);
        }

        @Override
        void waitForEver() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    /** A handler. */
    private static class Step extends Part implements Handler<Document> {
        Step(Role role, Ledger ledger) {
            super(role, ledger);
        }

        @Override
        public void onItem(Document item, Output out) throws Exception {
            if (take(item, out)) {
                context.finish();
            }
        }

        @Override
        public void flush() throws Exception {
            sendKept(context.output(role.outputs().getFirst()), true);
        }

        @Override
        public void onEnd(Output out) throws Exception {
            enter();
            wander();
            end();
        }
    }

    /** A handler that passes on by a timer what it has kept. */
    private static final class Timed extends Step {
        Timed(Role role, Ledger ledger) {
            super(role, ledger);
        }

        @Override
        public void onItem(Document item, Output out) throws Exception {
            super.onItem(item, out);
            if (hasKept()) {
                context.startTimer("send", Duration.ofMillis(3));
            }
        }

        @Override
        public void onTimer(String timer, Output out) throws Exception {
            sendKept(out, false);
            if (hasKept()) {
                context.startTimer("send", Duration.ofMillis(2));
            }
        }

        @Override
        public void flush() {
            enter();
        }

        @Override
        public void onEnd(Output out) throws Exception {
            sendKept(out, true);
            super.onEnd(out);
        }
    }

    /** A loop that receives from one input after the other. */
    private static final class Loop extends Part {
        Loop(Role role, Ledger ledger) {
            super(role, ledger);
        }

        @Override
        public void process(Streams streams) throws Exception {
            enter();
            Output out = streams.output(role.outputs().getFirst());
            boolean[] enough = {false};
            for (String input : role.inputs()) {
                for (Document item : streams.receive(input, Document.class)) {
                    streams.errors().run("take", item, () -> enough[0] = take(item, out));
                    if (enough[0]) {
                        return;
                    }
                }
            }
            sendKept(out, true);
            end();
        }
    }

    /** A loop over events. */
    private static final class Events extends Part {
        Events(Role role, Ledger ledger) {
            super(role, ledger);
        }

        @Override
        public void process(Streams streams) throws Exception {
            enter();
            Output out = streams.output(role.outputs().getFirst());
            boolean[] enough = {false};
            while (!enough[0]) {
                switch (streams.next()) {
                    case Event.Item(String _, Document item) ->
                            streams.errors().run("take", item, () -> enough[0] = take(item, out));
                    case Event.Idle() -> sendKept(out, true);
                    case Event.End() -> {
                        sendKept(out, true);
                        end();
                        return;
                    }
                    case Event.Item _, Event.Timer _, Event.TimeReached _ ->
                            ledger.violation(role.name() + " got an event it did not ask for");
                }
            }
        }
    }

    /** A loop over batches. */
    private static final class Batches extends Part {
        Batches(Role role, Ledger ledger) {
            super(role, ledger);
        }

        @Override
        public void process(Streams streams) throws Exception {
            enter();
            Output out = streams.output(role.outputs().getFirst());
            boolean[] enough = {false};
            var wait = Duration.ofMillis(role.number() % 3 * 5L);
            String input = role.inputs().getFirst();
            for (Batch<Document> batch : streams.batches(input, Document.class, 3, wait)) {
                for (Document item : batch) {
                    streams.errors().run("take", item, () -> enough[0] = take(item, out));
                    if (enough[0]) {
                        return;
                    }
                }
            }
            sendKept(out, true);
            end();
        }
    }

    /** A loop with a thread for each input; each counts what it sends by itself. */
    private static final class Each extends Part {
        Each(Role role, Ledger ledger) {
            super(role, ledger);
        }

        @Override
        boolean isAlone() {
            return false;
        }

        @Override
        int sender() {
            return Math.max(0, role.inputs().indexOf(context.stream()));
        }

        @Override
        public void process(Streams streams) throws Exception {
            enter();
            Output out = streams.output(role.outputs().getFirst());
            streams.forEachInput(Document.class, input -> takeAll(streams, input, out));
            sendKept(out, true);
            end();
        }

        private void takeAll(Streams streams, Input<Document> input, Output out) throws Exception {
            boolean[] enough = {false};
            for (Document item : input) {
                streams.errors().run("take", item, () -> enough[0] = take(item, out));
                if (enough[0]) {
                    context.finish();
                    throw new StreamFinished();
                }
            }
        }
    }
}

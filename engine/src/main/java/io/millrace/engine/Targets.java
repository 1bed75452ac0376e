package io.millrace.engine;

import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.engine.state.KeyHash;
import io.millrace.graph.StreamSpec;

/** The targets that stand between an output and the handlers and channels it leads to. */
final class Targets {

    private Targets() {}

    /** The sending end of a channel; what its taker no longer takes is counted for the taker. */
    record ToChannel(Channel channel, Edge edge, Cursor cursor, Counter discarded)
            implements Target {
        @Override
        public void accept(Object item) throws InterruptedException {
            if (!channel.put(item, cursor)) {
                discarded.raise();
                edge.takerEnded(channel);
            }
        }

        @Override
        public boolean hasRoom(Object item) {
            return channel.hasRoom(item);
        }

        @Override
        public void advance(long watermark) {
            channel.advance(watermark);
        }

        @Override
        public void idleAt(long time) {
            channel.idleAt(time);
        }

        @Override
        public void end() throws InterruptedException {
            channel.end(cursor);
        }

        @Override
        public void fail(Object item, String operation, Exception cause)
                throws InterruptedException {
            accept(new Control.FailedItem(item, operation, cause));
        }
    }

    /** Every target gets every item. */
    static final class Broadcast implements Target {
        private final Target[] targets;

        Broadcast(Target[] targets) {
            this.targets = targets;
        }

        @Override
        public void accept(Object item) throws InterruptedException {
            for (Target target : targets) {
                target.accept(item);
            }
        }

        @Override
        public boolean hasRoom(Object item) {
            for (Target target : targets) {
                if (!target.hasRoom(item)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void advance(long watermark) throws InterruptedException {
            advanceAll(targets, watermark);
        }

        @Override
        public void idleAt(long time) {
            for (Target target : targets) {
                target.idleAt(time);
            }
        }

        @Override
        public void end() throws InterruptedException {
            endAll(targets);
        }

        @Override
        public void fail(Object item, String operation, Exception cause)
                throws InterruptedException {
            for (Target target : targets) {
                target.fail(item, operation, cause);
            }
        }
    }

    /** One target gets the item: by its key if it has one and keys count, else the next in turn. */
    static final class Partition implements Target {
        private final Target[] targets;
        private final Cursor cursor;
        private final boolean byKey;
        private int next;

        Partition(Target[] targets, Cursor cursor, boolean byKey) {
            this.targets = targets;
            this.cursor = cursor;
            this.byKey = byKey;
        }

        @Override
        public void accept(Object item) throws InterruptedException {
            choose().accept(item);
        }

        @Override
        public boolean hasRoom(Object item) {
            Object key = cursor.key;
            Target chosen =
                    byKey && key != null ? ofKey(key) : targets[next == targets.length ? 0 : next];
            return chosen.hasRoom(item);
        }

        @Override
        public void advance(long watermark) throws InterruptedException {
            advanceAll(targets, watermark);
        }

        @Override
        public void idleAt(long time) {
            for (Target target : targets) {
                target.idleAt(time);
            }
        }

        @Override
        public void end() throws InterruptedException {
            endAll(targets);
        }

        @Override
        public void fail(Object item, String operation, Exception cause)
                throws InterruptedException {
            choose().fail(item, operation, cause);
        }

        private Target choose() {
            Object key = cursor.key;
            if (byKey && key != null) {
                return ofKey(key);
            }
            if (next == targets.length) {
                next = 0;
            }
            return targets[next++];
        }

        private Target ofKey(Object key) {
            return targets[KeyHash.instance(key, targets.length)];
        }
    }

    /** A target in front of one other. */
    abstract static class Passing implements Target {
        final Target next;

        Passing(Target next) {
            this.next = next;
        }

        @Override
        public boolean hasRoom(Object item) {
            return next.hasRoom(item);
        }

        @Override
        public void advance(long watermark) throws InterruptedException {
            next.advance(watermark);
        }

        @Override
        public void idleAt(long time) {
            next.idleAt(time);
        }

        @Override
        public void end() throws InterruptedException {
            next.end();
        }

        @Override
        public void fail(Object item, String operation, Exception cause)
                throws InterruptedException {
            next.fail(item, operation, cause);
        }
    }

    /** Lets through the items that a binding's condition holds for. */
    static final class Gate extends Passing {
        private final StreamSpec stream;
        private final Expression condition;
        private final Instance sender;
        private final Cursor cursor;

        Gate(StreamSpec stream, Expression condition, Target next, Instance sender, Cursor cursor) {
            super(next);
            this.stream = stream;
            this.condition = condition;
            this.sender = sender;
            this.cursor = cursor;
        }

        @Override
        public void accept(Object item) throws InterruptedException {
            boolean pass;
            try {
                pass = condition.test(document(item), cursor);
            } catch (RuntimeException e) {
                sender.errors().failBehind(stream, item, "condition", e);
                return;
            }
            if (pass) {
                next.accept(item);
            } else {
                sender.counters().filtered().raise();
            }
        }
    }

    /** Hands on each item at once, for a source that may wait unseen. */
    static final class Eager extends Passing {
        private final Task task;

        Eager(Target next, Task task) {
            super(next);
            this.task = task;
        }

        @Override
        public void accept(Object item) throws InterruptedException {
            next.accept(item);
            task.handOn();
        }
    }

    /** Names the input by which items come, where a task has several names. */
    static final class Named extends Passing {
        private final String input;
        private final Cursor cursor;

        Named(String input, Target next, Cursor cursor) {
            super(next);
            this.input = input;
            this.cursor = cursor;
        }

        @Override
        public void accept(Object item) throws InterruptedException {
            String before = cursor.stream;
            cursor.stream = input;
            try {
                next.accept(item);
            } finally {
                cursor.stream = before;
            }
        }
    }

    /** One of several inputs of a fused handler, with an event time of its own. */
    static final class Into extends Passing {
        private final InputTime input;

        Into(InputTime input, Target next) {
            super(next);
            this.input = input;
        }

        @Override
        public void accept(Object item) throws InterruptedException {
            next.accept(item);
        }

        @Override
        public void advance(long watermark) throws InterruptedException {
            input.advance(watermark);
        }

        @Override
        public void idleAt(long time) {
            input.idleAt(time);
        }

        @Override
        public void end() throws InterruptedException {
            input.end();
            next.end();
        }
    }

    /** Gives each item its key on its way into a component; the sender's own key comes back. */
    static final class Keyed extends Passing implements Expression.Taker {
        private final Expression key;
        private final Cursor cursor;

        Keyed(Expression key, Target next, Cursor cursor) {
            super(next);
            this.key = key;
            this.cursor = cursor;
        }

        @Override
        public void accept(Object item) throws InterruptedException {
            Object before = cursor.key;
            try {
                key.evaluate(document(item), cursor, this);
            } catch (RuntimeException e) {
                next.fail(item, "key", e);
                return;
            }
            try {
                next.accept(item);
            } finally {
                cursor.key = before;
            }
        }

        @Override
        public boolean hasRoom(Object item) {
            Object before = cursor.key;
            try {
                key.evaluate(document(item), cursor, this);
                return next.hasRoom(item);
            } catch (RuntimeException e) {
                return next.hasRoom(item); // it fails on its way, and goes where it fails
            } finally {
                cursor.key = before;
            }
        }

        @Override
        public void integer(long value) {
            cursor.key = value;
        }

        @Override
        public void number(double value) {
            cursor.key = value;
        }

        @Override
        public void other(Document value) {
            cursor.key =
                    switch (value.kind()) {
                        case STRING -> value.asString();
                        case INTEGER -> value.asLong();
                        case FLOAT -> value.asDouble();
                        case BOOLEAN -> value.asBoolean();
                        case NULL -> throw new IllegalArgumentException("the key is null");
                        case OBJECT, ARRAY, BIG -> value;
                    };
        }
    }

    private static void advanceAll(Target[] targets, long watermark) throws InterruptedException {
        for (Target target : targets) {
            target.advance(watermark);
        }
    }

    private static void endAll(Target[] targets) throws InterruptedException {
        for (Target target : targets) {
            target.end();
        }
    }

    static Document document(Object item) {
        if (item instanceof Document document) {
            return document;
        }
        throw new IllegalArgumentException(
                "expressions work on documents, and this item is a "
                        + item.getClass().getSimpleName());
    }
}

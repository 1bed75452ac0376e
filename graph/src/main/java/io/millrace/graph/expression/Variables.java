package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;

/** The nodes that read a variable. */
final class Variables {

    private Variables() {}

    /** The value the expression is evaluated on. */
    static final class Item extends Node {

        Item(String name) {
            super(Type.DYN, name);
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return Values.of(item);
        }

        @Override
        Document document(Document item, Current current, Scope scope) {
            return item;
        }
    }

    /** The key of the item; null if it has none. */
    static final class Key extends Node {

        Key() {
            super(Type.DYN, "key");
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return Values.ofKey(current.key());
        }
    }

    /** The event time of the item. */
    static final class Timestamp extends Node {

        Timestamp() {
            super(Type.TIMESTAMP, "timestamp");
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            long millis = current.timestamp();
            if (millis == Current.NO_TIMESTAMP) {
                throw new Failure("the item has no timestamp");
            }
            return Times.ofMillis(millis);
        }
    }

    /** The name of the input the item arrived on. */
    static final class Stream extends Node {

        Stream() {
            super(Type.STRING, "stream");
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return current.stream();
        }
    }

    /** The variable of a macro. */
    static final class Local extends Node {

        private final int slot;

        Local(String name, int slot) {
            super(Type.DYN, name);
            this.slot = slot;
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return scope.local(slot);
        }
    }
}

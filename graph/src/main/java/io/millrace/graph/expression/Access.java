package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** The nodes that look into a value, beside {@link Field}. */
final class Access {

    private Access() {}

    /** {@code has(a.b)}. */
    static final class Has extends Condition {

        private final Field field;

        Has(Field field, String source) {
            super(source);
            this.field = field;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            return field.has(item, current, scope);
        }
    }

    /** {@code operand[index]}. */
    static final class Index extends Node {

        private final Node operand;
        private final Node index;
        private final boolean repeated;

        Index(Node operand, Node index, boolean repeated, String source) {
            super(Type.DYN, source);
            this.operand = operand;
            this.index = index;
            this.repeated = repeated;
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            Object container = operand.eval(item, current, scope);
            Object at = index.eval(item, current, scope);
            @Nullable Object value = find(container, at);
            if (value != null) {
                return repeated ? scope.chargeRead(value) : value;
            }
            if (Type.of(container) == Type.LIST) {
                int size = Values.size(container);
                throw new Failure(
                        "no element " + at + " in " + operand.source() + ", which has " + size);
            }
            throw new Failure("no key " + Texts.quoted(at) + " in " + operand.source());
        }

        /** Returns the element, or null if there is none; for {@code [?…]}. */
        @Nullable Object find(Document item, Current current, Scope scope) {
            @Nullable Object value =
                    find(operand.eval(item, current, scope), index.eval(item, current, scope));
            return repeated && value != null ? scope.chargeRead(value) : value;
        }

        /** Returns the element of a value, or null if there is none. */
        @Nullable Object find(Object container, Object at) {
            if (Type.of(container) == Type.MAP) {
                return Values.find(container, at);
            }
            if (Type.of(container) != Type.LIST) {
                throw mismatch(operand, container, "a list or a map");
            }
            long position =
                    switch (at) {
                        case Long l -> l;
                        case Double d when d == Math.rint(d) -> d.longValue();
                        default -> throw mismatch(index, at, "an int");
                    };
            boolean within = position >= 0 && position < Values.size(container);
            return within ? Values.element(container, (int) position) : null;
        }

        private static Failure mismatch(Node node, Object value, String needed) {
            return node.mismatch(Type.of(value), needed);
        }
    }

    /** What may find nothing. */
    interface Finder {
        @Nullable Object find(Document item, Current current, Scope scope);
    }

    /** {@code a.?b}, {@code a[?b]}, and both on an optional. */
    static final class OptionalAccess extends Node {

        private final Finder finder;

        OptionalAccess(Finder finder, String source) {
            super(Type.OPTIONAL, source);
            this.finder = finder;
        }

        @Nullable Object find(Document item, Current current, Scope scope) {
            return finder.find(item, current, scope);
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return Optional.ofNullable(finder.find(item, current, scope));
        }
    }

    /** {@code has(a.?b.c)}. */
    static final class HasWithin extends Condition {

        private final OptionalAccess access;

        HasWithin(OptionalAccess access, String source) {
            super(source);
            this.access = access;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            return access.find(item, current, scope) != null;
        }
    }

    /** {@code a.?b.orValue(c)}, without making the optional. */
    static final class OrValue extends Node {

        private final Node optional;
        private final Node otherwise;

        OrValue(Node optional, Node otherwise, String source) {
            super(Type.DYN, source);
            this.optional = optional;
            this.otherwise = otherwise;
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            @Nullable Object value = Compiler.find(optional, item, current, scope);
            return value == null ? otherwise.eval(item, current, scope) : value;
        }
    }
}

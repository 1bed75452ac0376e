package io.millrace.graph.expression;

import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What holds for values of every type: reading, equality, order, elements. */
final class Values {

    /** What {@link #compare} returns where one value is not a number (NaN). */
    static final int UNORDERED = 2;

    private Values() {}

    /** Returns the value of a JSON value. */
    static Object of(Document document) {
        return switch (document.kind()) {
            case OBJECT, ARRAY -> document;
            case STRING -> document.asString();
            case INTEGER -> document.asLong();
            case FLOAT -> document.asDouble();
            case BOOLEAN -> document.asBoolean();
            case NULL -> Null.NULL;
            case BIG -> throw tooBig(document);
        };
    }

    /** Returns the value in a slot. */
    static Object at(Document parent, int slot) {
        return switch (parent.kind(slot)) {
            case INTEGER -> parent.longAt(slot);
            case FLOAT -> parent.doubleAt(slot);
            case BOOLEAN -> parent.booleanAt(slot);
            case NULL -> Null.NULL;
            case STRING, OBJECT, ARRAY, BIG -> of(parent.at(slot));
        };
    }

    static Failure tooBig(Document number) {
        String digits = number.toString();
        return new Failure(
                "the number "
                        + (digits.length() > 40 ? digits.substring(0, 40) + "…" : digits)
                        + " is too large to compute with");
    }

    /** Returns the value of a key, which travels beside the item. */
    static Object ofKey(@Nullable Object key) {
        return switch (key) {
            case null -> Null.NULL;
            case Document d -> of(d);
            case String s -> s;
            case Long l -> l;
            case Integer i -> (long) i;
            case Short i -> (long) i;
            case Byte i -> (long) i;
            case Double d -> d;
            case Float f -> (double) f;
            case Boolean b -> b;
            case Character c -> c.toString();
            case Instant i -> i;
            case byte[] b -> new Bytes(b);
            default ->
                    throw new Failure(
                            "the key is a "
                                    + key.getClass().getSimpleName()
                                    + ", which expressions cannot read");
        };
    }

    /** Returns the number of elements of a list, or of keys of a map; -1 if it is neither. */
    static int size(Object value) {
        return switch (value) {
            case Document d -> d.size();
            case List<?> l -> l.size();
            case Map<?, ?> m -> m.size();
            default -> -1;
        };
    }

    /** Returns an element of a list, or a key of a map that came with the item. */
    static Object element(Object list, int index) {
        if (list instanceof Document d) {
            return d.kind() == Document.Kind.ARRAY ? at(d, index) : d.name(index);
        }
        return ((List<?>) list).get(index);
    }

    /** Returns the elements of a list, or the keys of a map, as a list. */
    static Object elements(Object value) {
        return value instanceof Map<?, ?> m ? List.copyOf(m.keySet()) : value;
    }

    /** Returns the value of a key of a map, or null if there is none. */
    static @Nullable Object find(Object map, Object key) {
        if (map instanceof Document d) {
            @Nullable Document value = key instanceof String name ? d.get(name) : null;
            return value == null ? null : of(value);
        }
        Object normal =
                key instanceof Double d && d == Math.rint(d) && Math.abs(d) < 0x1p63
                        ? (Object) d.longValue()
                        : key;
        return ((Map<?, ?>) map).get(normal);
    }

    /** Returns whether a list holds a value, or a map a key. */
    static boolean contains(Object container, Object value, Scope scope) {
        if (Type.of(container) == Type.MAP) {
            return find(container, value) != null;
        }
        for (int i = 0; i < size(container); i++) {
            scope.charge(1);
            if (equal(element(container, i), value, scope)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether two values are equal; values of different types are not. */
    static boolean equal(Object a, Object b, Scope scope) {
        return switch (a) {
            case Long x ->
                    b instanceof Long y
                            ? x.longValue() == y.longValue()
                            : b instanceof Double d && compare(x, d) == 0;
            case Double x ->
                    b instanceof Double y
                            ? x.doubleValue() == y.doubleValue()
                            : b instanceof Long l && compare(l, x) == 0;
            case Optional<?> x when x.isPresent() ->
                    b instanceof Optional<?> y && y.isPresent() && equal(x.get(), y.get(), scope);
            case Document _, List<?> _, Map<?, ?> _ ->
                    Type.of(a) == Type.of(b)
                            && (Type.of(a) == Type.LIST
                                    ? equalLists(a, b, scope)
                                    : equalMaps(a, b, scope));
            default -> a.equals(b);
        };
    }

    private static boolean equalLists(Object a, Object b, Scope scope) {
        int size = size(a);
        if (size != size(b)) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            scope.charge(1);
            if (!equal(element(a, i), element(b, i), scope)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Object a, Object b, Scope scope) {
        if (size(a) != size(b)) {
            return false;
        }
        Object keys = elements(a);
        for (int i = 0; i < size(keys); i++) {
            scope.charge(1);
            Object key = element(keys, i);
            @Nullable Object mine = find(a, key);
            @Nullable Object other = find(b, key);
            if (mine == null || other == null || !equal(mine, other, scope)) {
                return false;
            }
        }
        return true;
    }

    /** Returns -1, 0 or 1, or {@link #UNORDERED}; fails for values without a common order. */
    static int compare(Object a, Object b) {
        return switch (a) {
            case Long x when b instanceof Long y -> Long.compare(x, y);
            case Long x when b instanceof Double y -> compare(x.longValue(), y.doubleValue());
            case Double x when b instanceof Long y -> {
                int reversed = compare(y.longValue(), x.doubleValue());
                yield reversed == UNORDERED ? UNORDERED : -reversed;
            }
            case Double x when b instanceof Double y ->
                    x < y ? -1 : x > y ? 1 : x.doubleValue() == y.doubleValue() ? 0 : UNORDERED;
            case String x when b instanceof String y -> compare(x, y);
            case Boolean x when b instanceof Boolean y -> Boolean.compare(x, y);
            case Instant x when b instanceof Instant y -> Integer.signum(x.compareTo(y));
            case Duration x when b instanceof Duration y -> Integer.signum(x.compareTo(y));
            case Bytes x when b instanceof Bytes y -> Integer.signum(x.compareTo(y));
            default ->
                    throw new Failure(
                            "cannot compare " + Type.of(a).word() + " with " + Type.of(b).word());
        };
    }

    /** Compares as mathematics does: no integer is rounded to a double. */
    static int compare(long a, double b) {
        if (Double.isNaN(b)) {
            return UNORDERED;
        }
        if (b >= 0x1p63) {
            return -1;
        }
        if (b < -0x1p63) {
            return 1;
        }
        int whole = Long.compare(a, (long) b);
        return whole != 0 ? whole : (int) Math.signum((long) b - b);
    }

    /** Compares by code point, where {@link String#compareTo} compares by half of a surrogate. */
    private static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean oneIsHalf = Character.isSurrogate(x) != Character.isSurrogate(y);
                return oneIsHalf ? (Character.isSurrogate(x) ? 1 : -1) : x < y ? -1 : 1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}

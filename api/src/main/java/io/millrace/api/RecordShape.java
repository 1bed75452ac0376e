package io.millrace.api;

import static java.lang.invoke.MethodType.methodType;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The fields that the records of one class have as objects of JSON. */
final class RecordShape {

    private static final ClassValue<RecordShape> SHAPES =
            new ClassValue<>() {
                @Override
                protected RecordShape computeValue(Class<?> type) {
                    return new RecordShape(type);
                }
            };

    private static final Set<Class<?>> WHOLE =
            Set.of(long.class, int.class, short.class, byte.class);
    private static final Set<Class<?>> DECIMAL = Set.of(double.class, float.class);
    private static final Set<Class<?>> SCALAR =
            Set.of(
                    Long.class,
                    Integer.class,
                    Short.class,
                    Byte.class,
                    Double.class,
                    Float.class,
                    boolean.class,
                    Boolean.class,
                    char.class,
                    Character.class,
                    String.class,
                    Instant.class);

    private enum As {
        WHOLE,
        DECIMAL,
        OBJECT
    }

    private final JsonName[] names;
    private final As[] kinds;
    private final MethodHandle[] getters;
    private final boolean isFlat;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        names = new JsonName[components.length];
        kinds = new As[components.length];
        getters = new MethodHandle[components.length];
        boolean flat = true;
        for (int i = 0; i < components.length; i++) {
            Class<?> of = components[i].getType();
            boolean isScalar = SCALAR.contains(of) || of.isEnum();
            kinds[i] =
                    WHOLE.contains(of) ? As.WHOLE : DECIMAL.contains(of) ? As.DECIMAL : As.OBJECT;
            if (kinds[i] == As.OBJECT && !isScalar) {
                if (!of.isRecord() && !Document.class.isAssignableFrom(of)) {
                    throw new IllegalArgumentException(
                            "%s.%s: a %s is no JSON value; what is: numbers, boolean, String, Instant, enums, Document, and records of these"
                                    .formatted(
                                            type.getSimpleName(),
                                            components[i].getName(),
                                            of.getSimpleName()));
                }
                flat = false;
            }
            names[i] = JsonName.of(components[i].getName());
            getters[i] = getter(type, components[i], kinds[i]);
        }
        isFlat = flat;
    }

    private static MethodHandle getter(Class<?> type, RecordComponent component, As kind) {
        Class<?> result =
                switch (kind) {
                    case WHOLE -> long.class;
                    case DECIMAL -> double.class;
                    case OBJECT -> Object.class;
                };
        try {
            RecordShape.class.getModule().addReads(type.getModule());
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .unreflect(component.getAccessor())
                    .asType(methodType(result, Record.class));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "%s cannot be read: %s; make it public, or open its package"
                            .formatted(type.getSimpleName(), e.getMessage()),
                    e);
        }
    }

    /** Returns a record as a document. */
    static Document document(Record record) {
        RecordShape shape = SHAPES.get(record.getClass());
        return shape.isFlat ? new RecordDocument(record, shape) : shape.write(record);
    }

    int size() {
        return names.length;
    }

    @SuppressWarnings("ReferenceEquality") // the quick way first
    int slot(JsonName name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        return List.of(names).indexOf(name);
    }

    JsonName name(int slot) {
        return names[slot];
    }

    boolean isWhole(int slot) {
        return kinds[slot] == As.WHOLE;
    }

    boolean isDecimal(int slot) {
        return kinds[slot] == As.DECIMAL;
    }

    long wholeAt(Record record, int slot) {
        try {
            return (long) getters[slot].invokeExact(record);
        } catch (Throwable e) {
            throw unreadable(record, slot, e);
        }
    }

    double decimalAt(Record record, int slot) {
        try {
            return (double) getters[slot].invokeExact(record);
        } catch (Throwable e) {
            throw unreadable(record, slot, e);
        }
    }

    /** Returns the value in a slot that holds no number of its own; null for those. */
    @Nullable Object objectAt(Record record, int slot) {
        if (kinds[slot] != As.OBJECT) {
            return null;
        }
        try {
            return getters[slot].invokeExact(record);
        } catch (Throwable e) {
            throw unreadable(record, slot, e);
        }
    }

    private DocumentException unreadable(Record record, int slot, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        var failed =
                new DocumentException(
                        "%s.%s fails: %s"
                                .formatted(
                                        record.getClass().getSimpleName(),
                                        names[slot].text(),
                                        cause.getMessage()),
                        -1);
        failed.initCause(cause);
        return failed;
    }

    Document at(Record record, int slot) {
        Objects.checkIndex(slot, names.length);
        return switch (kinds[slot]) {
            case WHOLE -> Document.of(wholeAt(record, slot));
            case DECIMAL -> Document.of(decimalAt(record, slot));
            case OBJECT -> ofObject(objectAt(record, slot));
        };
    }

    private static Document ofObject(@Nullable Object value) {
        return switch (value) {
            case null -> Document.ofNull();
            case String text -> Document.of(text);
            case Boolean truth -> Document.of(truth);
            case Double number -> Document.of(number);
            case Float number -> Document.of((double) number);
            case Number number -> Document.of(number.longValue());
            case Enum<?> one -> Document.of(one.name());
            case Document document -> document;
            case Record record -> document(record);
            default -> Document.of(value.toString());
        };
    }

    /** Writes a record. */
    JsonDocument write(Record record) {
        var object = new JsonBuilder();
        for (int slot = 0; slot < names.length; slot++) {
            object.put(names[slot].text(), at(record, slot));
        }
        return JsonDocument.written(object.build());
    }
}

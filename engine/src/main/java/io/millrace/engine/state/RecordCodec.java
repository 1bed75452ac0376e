package io.millrace.engine.state;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Records, component by component. All handles are put together once, so that one call writes a
 * record and one reads it, primitives without a box.
 */
final class RecordCodec extends Codec<Record> {

    private static final Lookup HERE = MethodHandles.lookup();

    private final Class<?> type;
    private final String schema;
    private final MethodHandle writer;
    private final MethodHandle reader;

    /**
     * Looks a record up.
     *
     * @param within the records that it is part of
     * @throws IllegalArgumentException if it cannot be kept
     */
    RecordCodec(Class<?> type, Set<Class<?>> within) {
        this.type = type;
        if (type.getTypeParameters().length > 0) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + " cannot be kept: its type parameters are not known");
        }
        var inner = new HashSet<>(within);
        if (!inner.add(type)) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + " cannot be kept: it has itself within");
        }
        var texts = new ArrayList<String>();
        var readers = new ArrayList<MethodHandle>();
        try {
            Lookup lookup = lookup(type);
            MethodHandle all = MethodHandles.empty(methodType(void.class, type, Encoder.class));
            for (RecordComponent component : type.getRecordComponents()) {
                Field field = field(component, inner);
                texts.add(component.getName() + ": " + field.schema);
                readers.add(field.reader);
                MethodHandle get = lookup.unreflect(component.getAccessor());
                MethodHandle one = MethodHandles.filterArguments(field.writer, 0, get);
                all = MethodHandles.foldArguments(one, all);
            }
            schema = texts.stream().collect(Collectors.joining(", ", "{", "}"));
            writer = all.asType(methodType(void.class, Object.class, Encoder.class));
            reader = reader(lookup, readers);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "%s cannot be kept: %s; make it public, or open its package"
                            .formatted(type.getSimpleName(), e.getMessage()),
                    e);
        }
    }

    private record Field(String schema, MethodHandle writer, MethodHandle reader) {}

    private static Lookup lookup(Class<?> type) throws IllegalAccessException {
        RecordCodec.class.getModule().addReads(type.getModule());
        return MethodHandles.privateLookupIn(type, HERE);
    }

    private static Field field(RecordComponent component, Set<Class<?>> within)
            throws ReflectiveOperationException {
        Class<?> type = component.getType();
        if (type.isPrimitive()) {
            Codec<?> codec = Codecs.of(methodType(type).wrap().returnType());
            return new Field(
                    codec.schema(),
                    HERE.findStatic(
                            Primitives.class, "write", methodType(void.class, type, Encoder.class)),
                    HERE.findStatic(
                            Primitives.class,
                            "read"
                                    + codec.schema().substring(0, 1).toUpperCase(Locale.ROOT)
                                    + codec.schema().substring(1),
                            methodType(type, Decoder.class)));
        }
        Codec<?> found;
        try {
            found = Codecs.of(component.getGenericType(), within);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s.%s: %s"
                            .formatted(
                                    component.getDeclaringRecord().getSimpleName(),
                                    component.getName(),
                                    e.getMessage()),
                    e);
        }
        var codec = new NullableCodec(found);
        return new Field(
                codec.schema(),
                HERE.bind(codec, "write", methodType(void.class, Object.class, Encoder.class))
                        .asType(methodType(void.class, type, Encoder.class)),
                HERE.bind(codec, "read", methodType(Object.class, Decoder.class))
                        .asType(methodType(type, Decoder.class)));
    }

    private MethodHandle reader(Lookup lookup, List<MethodHandle> readers)
            throws ReflectiveOperationException {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        MethodHandle make = lookup.findConstructor(type, methodType(void.class, types));
        MethodHandle filtered =
                MethodHandles.filterArguments(make, 0, readers.toArray(MethodHandle[]::new));
        return MethodHandles.permuteArguments(
                        filtered, methodType(type, Decoder.class), new int[types.length])
                .asType(methodType(Record.class, Decoder.class));
    }

    @Override
    String schema() {
        return schema;
    }

    @Override
    void write(Record value, Encoder out) {
        try {
            writer.invokeExact((Object) value, out);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // an accessor declares none
        }
    }

    @Override
    Record read(Decoder in) throws StateFormatException {
        try {
            return (Record) reader.invokeExact(in);
        } catch (StateFormatException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw in.bad(type.getSimpleName() + " refuses what was kept: " + e.getMessage(), e);
        }
    }
}

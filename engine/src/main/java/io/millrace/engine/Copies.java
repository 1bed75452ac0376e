package io.millrace.engine;

import static java.lang.invoke.MethodType.methodType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes copies of the engine's own hot classes, one for each place in a run's tasks.
 *
 * <p>A class that all chains share sees every kind of handler at its one call site, and the
 * compiler stops inlining there. A copy is a hidden class with the objects it calls in a static
 * final field: each place has a call site of its own, with a constant for its receiver, however
 * many chains run in the JVM. Components are never copied: what they are handed is a constant where
 * they are inlined. A copy is unloaded with its run.
 */
final class Copies {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final ConcurrentHashMap<Class<?>, byte[]> CODE = new ConcurrentHashMap<>();

    private Copies() {}

    /**
     * Returns an instance of a new copy of a class.
     *
     * @param type the view of the copy that the caller wants
     * @param original a class of this package with a constructor that takes its constants; a copy
     *     reads them by {@link #constants} instead, as constants of the class
     */
    static <T> T of(Class<T> type, Class<? extends T> original, Record constants) {
        try {
            MethodHandles.Lookup copy =
                    LOOKUP.defineHiddenClassWithClassData(
                            CODE.computeIfAbsent(original, Copies::read), constants, true);
            return type.cast(
                    copy.findConstructor(
                                    copy.lookupClass(),
                                    methodType(void.class, constants.getClass()))
                            .asType(methodType(Object.class, Record.class))
                            .invoke(constants));
        } catch (Throwable e) {
            throw new AssertionError("cannot copy " + original, e);
        }
    }

    /** Returns the constants of the copy that asks; null in the original, which keeps its own. */
    static <T> @Nullable T constants(MethodHandles.Lookup lookup, Class<T> type) {
        try {
            return MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME, type);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] read(Class<?> original) {
        String file = original.getName().substring(original.getPackageName().length() + 1);
        try (InputStream code = original.getResourceAsStream(file + ".class")) {
            if (code == null) {
                throw new AssertionError("no code of " + original);
            }
            return code.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.millrace.testkit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fault in one method of the engine: calls left out, or a field misread. The engine with the
 * fault is loaded beside the sound one, from the same classes.
 *
 * @param name what is wrong, in words
 * @param type the class, of the engine's package
 * @param methods the methods that are changed
 * @param after the call after which the change begins; empty for the beginning
 * @param victims the calls left out, or the fields misread
 * @param value what a call left out gives, or what is added to the field
 */
record Fault(
        String name,
        String type,
        Set<String> methods,
        String after,
        Set<String> victims,
        int value) {

    /** Leaves out calls; those that give something give 0, false or null. */
    static Fault leavesOut(String name, String type, String method, String... calls) {
        return new Fault(name, type, Set.of(method), "", Set.of(calls), 0);
    }

    Fault after(String call) {
        return new Fault(name, type, methods, call, victims, value);
    }

    Fault giving(int other) {
        return new Fault(name, type, methods, after, victims, other);
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Returns what runs the graph of a seed on an engine with this fault.
     *
     * @param simulated the class that makes a graph of a seed, and runs it
     */
    Simulated load(Class<?> simulated) throws ReflectiveOperationException {
        Loader loader = new Loader();
        Class<?> graphs = loader.loadClass(simulated.getName());
        Constructor<?> graph = graphs.getDeclaredConstructor(long.class);
        graph.setAccessible(true);
        Method run = graphs.getDeclaredMethod("run");
        run.setAccessible(true);
        return seed -> {
            try {
                run.invoke(graph.newInstance(seed));
                return null;
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof AssertionError found) {
                    return found;
                }
                throw e;
            }
        };
    }

    /** Runs the graph of a seed. */
    @FunctionalInterface
    interface Simulated {
        /** Returns what is found to be wrong, or null. */
        @Nullable AssertionError failure(long seed) throws ReflectiveOperationException;
    }

    /** Loads the engine and what uses it anew, with the fault in it. */
    private final class Loader extends ClassLoader {

        Loader() {
            super(Fault.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String className, boolean resolve)
                throws ClassNotFoundException {
            if (!className.startsWith("io.millrace.engine.")
                    && !className.startsWith("io.millrace.testkit.")) {
                return super.loadClass(className, resolve);
            }
            synchronized (getClassLoadingLock(className)) {
                Class<?> loaded = findLoadedClass(className);
                return loaded != null ? loaded : define(className);
            }
        }

        private Class<?> define(String className) {
            byte[] code = read(className);
            if (className.equals("io.millrace.engine." + type)) {
                code = change(code);
            }
            return defineClass(className, code, 0, code.length);
        }

        private byte[] read(String className) {
            String file = className.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(file)) {
                return Objects.requireNonNull(in, file).readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private byte[] change(byte[] code) {
        var changes = new AtomicInteger();
        var classFile = ClassFile.of();
        byte[] changed =
                classFile.transformClass(
                        classFile.parse(code),
                        ClassTransform.transformingMethodBodies(
                                m -> isChanged(m.methodName().stringValue()),
                                CodeTransform.ofStateful(() -> transform(changes))));
        if (changes.get() == 0) {
            throw new IllegalStateException("the engine has no place any more for: " + name);
        }
        return changed;
    }

    private boolean isChanged(String method) {
        return methods.stream()
                .anyMatch(m -> method.equals(m) || method.startsWith("lambda$" + m + "$"));
    }

    private CodeTransform transform(AtomicInteger changes) {
        boolean[] begun = {after.isEmpty()};
        return (builder, element) -> {
            if (begun[0] && isVictim(element)) {
                changes.incrementAndGet();
                replace(builder, element);
            } else {
                builder.with(element);
            }
            if (element instanceof InvokeInstruction call
                    && call.name().stringValue().equals(after)) {
                begun[0] = true;
            }
        };
    }

    private boolean isVictim(CodeElement element) {
        return switch (element) {
            case InvokeInstruction call -> victims.contains(call.name().stringValue());
            case FieldInstruction field ->
                    field.opcode() == Opcode.GETFIELD
                            && victims.contains(field.name().stringValue());
            default -> false;
        };
    }

    private void replace(CodeBuilder builder, CodeElement element) {
        if (element instanceof InvokeInstruction call) {
            MethodTypeDesc type = call.typeSymbol();
            for (ClassDesc parameter : type.parameterList().reversed()) {
                pop(builder, parameter);
            }
            if (call.opcode() != Opcode.INVOKESTATIC) {
                builder.pop();
            }
            push(builder, TypeKind.from(type.returnType()));
        } else {
            builder.with(element).loadConstant(value).iadd();
        }
    }

    private static void pop(CodeBuilder builder, ClassDesc type) {
        if (TypeKind.from(type).slotSize() == 2) {
            builder.pop2();
        } else {
            builder.pop();
        }
    }

    private void push(CodeBuilder builder, TypeKind type) {
        switch (type) {
            case VOID -> {}
            case REFERENCE -> builder.aconst_null();
            case LONG -> builder.loadConstant((long) value);
            case FLOAT -> builder.loadConstant((float) value);
            case DOUBLE -> builder.loadConstant((double) value);
            case BOOLEAN, BYTE, CHAR, SHORT, INT -> builder.loadConstant(value);
        }
    }

    /** The faults that the simulation has to find. */
    static List<Fault> all() {
        return List.of(
                leavesOut(
                                "a sender that waits for room does not look again",
                                "Ring",
                                "makeRoom",
                                "hasRoom",
                                "isCancelled")
                        .after("prepareForRoom"),
                leavesOut("a taker that gives room does not wake", "Ring", "release", "wake"),
                leavesOut(
                        "a chain that waits for items does not look again",
                        "ChainTask",
                        "mayGoOn",
                        "anyAvailable"),
                leavesOut(
                                "a loop that waits for items does not look again",
                                "LoopStreams",
                                "await",
                                "allMatch")
                        .giving(1),
                leavesOut(
                        "a handler whose input has ended is not flushed",
                        "Instance",
                        "inputEnded",
                        "flush"),
                leavesOut(
                        "a sender is not told that its taker has ended",
                        "Channel",
                        "cancel",
                        "run"),
                leavesOut(
                        "a sender that waits holds back what it has sent",
                        "Task",
                        "beforeWait",
                        "handOn"),
                leavesOut("a stop does not wake a source that sleeps", "Task", "stop", "wake"),
                leavesOut(
                        "a stop does not interrupt a source that waits for the outside world",
                        "Task",
                        "stop",
                        "interrupt"),
                leavesOut("a loop gives no room back", "Intake", "poll", "release"),
                new Fault(
                        "a stream holds one item too many",
                        "Ring",
                        Set.of("put", "hasRoom"),
                        "",
                        Set.of("capacity"),
                        1),
                new Fault(
                        "the items of a key go to all instances",
                        "Targets$Partition",
                        Set.of("choose"),
                        "",
                        Set.of("byKey"),
                        -1),
                leavesOut("a failed item is not counted", "ErrorBoundary", "fail", "raise"),
                leavesOut(
                                "who lets threads take turns does not look again",
                                "Turns",
                                "await",
                                "nextReady",
                                "takersHaveEnded")
                        .after("prepareToTake"),
                leavesOut(
                        "a thread that comes back from outside does not say so",
                        "Turns$Branch",
                        "comeBack",
                        "wake"),
                leavesOut(
                        "a thread that gets its turn has another one's key",
                        "Turns",
                        "give",
                        "restore"),
                leavesOut(
                        "items that an ended component does not take are not counted",
                        "Targets$ToChannel",
                        "accept",
                        "raise"));
    }

    /** The faults that the simulation with checkpoints has to find. */
    static List<Fault> ofCheckpoints() {
        return List.of(
                new Fault(
                        "a barrier passes a chain before it has come by all inputs",
                        "Channel",
                        Set.of("aligned"),
                        "",
                        Set.of("drained"),
                        1),
                leavesOut(
                                "a barrier passes a loop before it has come by all inputs",
                                "Steps",
                                "aligned",
                                "hasEnded")
                        .giving(1),
                leavesOut("states are not in an epoch", "Epochs", "snapshot", "freeze"),
                leavesOut("what is held back is not in an epoch", "Epochs", "pass", "flush"),
                leavesOut("items in hand are not in an epoch", "Steps", "pass", "save"),
                leavesOut(
                        "dead letters of items that come again are kept",
                        "EmbeddedRun",
                        "start",
                        "goBack"),
                leavesOut(
                        "who had ended says again what it says at its end",
                        "Task",
                        "goOn",
                        "endAgain"),
                leavesOut(
                        "the states of all keys come back at one instance",
                        "state.StateTables",
                        "owner",
                        "instance"),
                leavesOut("a source begins anew", "Epochs", "restore", "startAt"),
                leavesOut("an epoch is not shown after a crash", "Epochs", "restore", "publish"),
                leavesOut(
                        "a sink's epoch is not forced",
                        "checkpoint.CheckpointStore",
                        "commit",
                        "force"),
                leavesOut("a manifest is not forced", "checkpoint.ManifestFile", "write", "force"));
    }
}

package io.millrace.cli;

import io.millrace.engine.Run;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets SIGTERM and SIGINT suspend a run, or drain it if it has no checkpoints; a second one stops
 * the process at once.
 *
 * <p>A shutdown hook would not do: by then the JVM has settled on the signal's exit code, and no
 * second signal is seen. {@code sun.misc.Signal} is the one API for it; it is called by reflection
 * because the compiler's warning about it cannot be turned off.
 */
final class Signals {

    private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15);

    /** Some, such as timeout(1), send every signal twice: to the process and to its group. */
    private static final long ECHO_NANOS = 100_000_000;

    private Signals() {}

    /** Hands the signals of this process to a run, for as long as the process lives. */
    static void suspend(Run run, Terminal terminal) throws ReflectiveOperationException {
        var first = new AtomicLong();
        for (var signal : NUMBERS.entrySet()) {
            handle(
                    signal.getKey(),
                    () -> {
                        long now = System.nanoTime();
                        if (first.compareAndSet(0, now)) {
                            run.suspend();
                            terminal.say(
                                    "millrace: %s; a second signal stops at once"
                                            .formatted(
                                                    run.checkpoints().isPresent()
                                                            ? "stopping at a checkpoint"
                                                            : "finishing"));
                        } else if (now - first.get() > ECHO_NANOS) {
                            Runtime.getRuntime().halt(ExitCode.SIGNAL + signal.getValue());
                        }
                    });
        }
    }

    private static void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signals = Class.forName("sun.misc.Signal");
        Class<?> handlers = Class.forName("sun.misc.SignalHandler");
        Object handler =
                Proxy.newProxyInstance(
                        handlers.getClassLoader(),
                        new Class<?>[] {handlers},
                        (_, method, _) -> {
                            if (method.getName().equals("handle")) {
                                action.run();
                            }
                            return null;
                        });
        Object signal = signals.getConstructor(String.class).newInstance(name);
        signals.getMethod("handle", signals, handlers).invoke(null, signal, handler);
    }
}

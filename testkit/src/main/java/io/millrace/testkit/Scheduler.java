package io.millrace.testkit;

import io.millrace.engine.Threads;
import io.millrace.engine.Time;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs virtual threads one at a time on the thread that calls {@link #step}, in an order drawn from
 * a seed, and in a time of their own.
 *
 * <p>Time stands still while any thread can run and then jumps to the next deadline. The run's
 * pacer comes last of all: what it finds to do when nothing else can run was forgotten by somebody.
 */
final class Scheduler implements Threads, Time {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long NEVER = Long.MAX_VALUE;

    /** A thread of the simulation. */
    private static final class Strand {
        final int number;
        final String name;
        @Nullable Thread thread;
        @Nullable Runnable continuation;
        long deadline = NEVER;
        int weight = 1;

        Strand(int number, String name) {
            this.number = number;
            this.name = name;
        }
    }

    /** A thread outside the simulation that had one inside go on. */
    private record Intrusion(String by, Runnable continuation) {}

    private final Constructor<?> builder = builder();
    private final SplittableRandom random;
    private final boolean asked;
    private final int pauseOneIn;
    private final int spread;
    private final boolean livelyPacer;

    private final Thread driver = Thread.currentThread();
    private final Executor executor = this::submit;
    private final List<Strand> alive = new ArrayList<>();
    private final List<Strand> ready = new ArrayList<>();
    private final IdentityHashMap<Runnable, Strand> strands = new IdentityHashMap<>();
    private final Queue<Intrusion> intrusions = new ConcurrentLinkedQueue<>();
    private int started;
    private @Nullable Strand starting;
    private @Nullable Strand pacer;
    private volatile @Nullable Strand running;
    private volatile long now;
    private boolean onlyPacer;
    private int idleLooks;
    private long steps;
    private long trace;
    private final List<String> nudged = new ArrayList<>();
    private @Nullable String problem;

    /**
     * Creates one that the calling thread drives.
     *
     * @param asked whether a busy task is to ask at each item who else may run
     */
    Scheduler(SplittableRandom random, boolean asked) {
        this.random = random;
        this.asked = asked;
        this.pauseOneIn = 1 << random.nextInt(7);
        this.spread = random.nextBoolean() ? 1 : random.nextInt(1, 10);
        this.livelyPacer = random.nextInt(4) == 0;
    }

    // ---- what the driver does

    /** Lets one thread run until it waits or gives way; false if none can, now or later. */
    boolean step() {
        if (ready.isEmpty() && !advance()) {
            return false;
        }
        if (livelyPacer && pacer != null && random.nextInt(16) == 0) {
            onlyPacer = false;
            LockSupport.unpark(pacer.thread);
        }
        Strand next = choose();
        steps++;
        trace = Long.rotateLeft(trace, 5) * 0x9E3779B97F4A7C15L + next.number + now;
        if (next != pacer) {
            onlyPacer = false;
            idleLooks = 0;
            if (!nudged.contains(next.name)) {
                nudged.clear();
            }
        }
        running = next;
        Objects.requireNonNull(next.continuation).run();
        running = null;
        look(next);
        return true;
    }

    /** Sees how a thread has come to a halt. */
    private void look(Strand strand) {
        switch (Objects.requireNonNull(strand.thread).getState()) {
            case TERMINATED -> {
                alive.remove(strand);
                strands.remove(strand.continuation);
            }
            case TIMED_WAITING ->
                    note(
                            "'%s' waits on the clock of the machine".formatted(strand.name),
                            "wait with context.sleep or a timer, which are on the run's clock");
            case BLOCKED ->
                    note(
                            "'%s' waits for another thread at 'synchronized'"
                                    .formatted(strand.name),
                            "let them meet at a lock of java.util.concurrent");
            case NEW, RUNNABLE, WAITING -> {} // as it should
        }
    }

    private void note(String what, String fix) {
        if (problem == null) {
            problem = what + "\nfix: " + fix;
        }
    }

    /** Takes a thread out of those that can run, a heavier one more often. */
    private Strand choose() {
        int last = ready.size() - 1;
        int chosen = 0;
        if (last > 0) {
            if (random.nextInt(64) == 0) {
                ready.forEach(s -> s.weight = 1 << random.nextInt(spread));
            }
            int all = 0;
            for (Strand strand : ready) {
                all += strand.weight;
            }
            int at = random.nextInt(all) - ready.getFirst().weight;
            while (at >= 0) {
                at -= ready.get(++chosen).weight;
            }
        }
        Strand next = ready.get(chosen);
        ready.set(chosen, ready.get(last));
        ready.remove(last);
        return next;
    }

    /**
     * Jumps to the next deadline and wakes who waits for it, the pacer only if nobody else does.
     */
    private boolean advance() {
        long next = NEVER;
        for (Strand strand : alive) {
            next = Math.min(next, strand.deadline);
        }
        if (next == NEVER) {
            return false;
        }
        now = Math.max(now, next);
        for (Strand strand : List.copyOf(alive)) {
            if (strand != pacer && strand.deadline <= now) {
                onlyPacer = false;
                LockSupport.unpark(strand.thread);
            }
        }
        if (ready.isEmpty() && pacer != null) {
            onlyPacer = true;
            idleLooks++;
            LockSupport.unpark(pacer.thread);
        }
        return !ready.isEmpty();
    }

    /** Returns how often the pacer has looked since anything else could run or had a deadline. */
    int idleLooks() {
        for (Strand strand : alive) {
            if (strand != pacer && strand.deadline != NEVER) {
                return 0;
            }
        }
        return idleLooks;
    }

    /** Returns what went wrong with the simulation itself, or null. */
    @Nullable String problem() {
        Intrusion intrusion = intrusions.poll();
        if (intrusion != null) {
            Strand woken = strands.get(intrusion.continuation);
            note(
                    "thread '%s' is outside the simulation and had '%s' go on"
                            .formatted(intrusion.by, woken == null ? "a new thread" : woken.name),
                    "give the component a stand-in for what that thread does, or start it as a"
                            + " virtual thread from the component, which is then simulated too");
            submitted(intrusion.continuation);
        }
        return problem;
    }

    Duration elapsed() {
        return Duration.ofNanos(now);
    }

    long steps() {
        return steps;
    }

    /** Returns a hash of who ran when. */
    long trace() {
        return trace;
    }

    /** Returns the threads that have not ended, each with where it is. */
    String describe() {
        var text = new StringBuilder();
        for (Strand strand : alive) {
            text.append("\n  ").append(strand.name);
            if (ready.contains(strand)) {
                text.append(" could run");
            } else if (strand.deadline != NEVER) {
                text.append(" waits until ").append(Duration.ofNanos(strand.deadline));
            } else {
                text.append(" waits");
            }
            if (strand.thread != null && strand != pacer) {
                for (StackTraceElement frame : strand.thread.getStackTrace()) {
                    if (!frame.getClassName().startsWith("java.")) {
                        text.append("\n      at ").append(frame);
                    }
                }
            }
        }
        return text.toString();
    }

    // ---- threads

    @Override
    public Thread start(String name, Runnable work) {
        Strand strand = new Strand(started++, name);
        Thread thread = unstarted(name, work);
        strand.thread = thread;
        strand.weight = 1 << random.nextInt(spread);
        Strand before = starting;
        starting = strand;
        thread.start();
        starting = before;
        idleLooks = 0;
        return thread;
    }

    @Override
    public Thread startPacer(String name, Runnable work) {
        Thread thread = start(name, work);
        pacer = alive.getLast();
        return thread;
    }

    /** Takes what has a thread go on; called by the JDK. */
    private void submit(Runnable continuation) {
        if (Thread.currentThread() == driver || current() != null) {
            submitted(continuation);
        } else {
            intrusions.add(new Intrusion(Thread.currentThread().getName(), continuation));
        }
    }

    private void submitted(Runnable continuation) {
        Strand strand = strands.get(continuation);
        if (strand == null) {
            strand = starting != null ? starting : adopted(continuation);
            starting = null;
            strand.continuation = continuation;
            strands.put(continuation, strand);
            alive.add(strand);
        } else if (onlyPacer && running == pacer && strand != pacer) {
            noteNudge(strand);
        }
        ready.add(strand);
    }

    /** Takes in a thread that a component has started: it has its starter's scheduler. */
    private Strand adopted(Runnable continuation) {
        Thread thread = threadOf(continuation);
        var strand = new Strand(started++, "thread " + thread.threadId() + " of a component");
        strand.thread = thread;
        return strand;
    }

    /** Notes that the pacer has woken a thread, unless it was to interrupt it. */
    private void noteNudge(Strand woken) {
        Thread thread = woken.thread;
        if (thread != null && !thread.isInterrupted()) {
            nudged.add(woken.name);
        }
    }

    /** Returns whom the pacer has woken when nothing else could run, until somebody else runs. */
    List<String> nudged() {
        return nudged;
    }

    /** Returns whether no thread can run until time moves. */
    boolean isQuiet() {
        return ready.isEmpty();
    }

    /** Returns the simulated thread that calls this; null if it is called by another. */
    private @Nullable Strand current() {
        Strand strand = running;
        return strand != null && strand.thread == Thread.currentThread() ? strand : null;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // that is how it hands over to the driver
    public boolean pause() {
        if (current() != null && random.nextInt(pauseOneIn) == 0) {
            Thread.yield();
        }
        return asked;
    }

    // ---- time

    @Override
    public Instant now() {
        return START.plusNanos(now);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void parkUntil(long deadline) {
        Strand strand = current();
        if (strand == null) {
            throw new IllegalStateException(
                    "thread '%s' is outside the simulation and waits on its clock"
                            .formatted(Thread.currentThread().getName()));
        }
        if (deadline - now > 0) {
            strand.deadline = deadline;
            LockSupport.park(this);
            strand.deadline = NEVER;
        }
    }

    // ---- the JDK's virtual threads on an executor

    /*
     * Public API has no way to choose the scheduler of a virtual thread; the builder's constructor
     * that takes one is there for the JDK's own tests.
     */

    private static Constructor<?> builder() {
        try {
            Constructor<?> constructor =
                    Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                            .getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            return constructor;
        } catch (InaccessibleObjectException e) {
            throw new IllegalStateException(
                    "a simulation needs the JVM option --add-opens java.base/java.lang=ALL-UNNAMED"
                            + " (=io.millrace.testkit on the module path)",
                    e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this JDK's virtual threads cannot be given a scheduler; use a JDK 25", e);
        }
    }

    /** Returns the thread that a continuation, a method reference, is of. */
    private static Thread threadOf(Runnable continuation) {
        try {
            Field bound = continuation.getClass().getDeclaredFields()[0];
            bound.setAccessible(true);
            return (Thread) bound.get(continuation);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Thread unstarted(String name, Runnable work) {
        try {
            var threads = (Thread.Builder.OfVirtual) builder.newInstance(executor);
            return threads.name(name).unstarted(work);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}

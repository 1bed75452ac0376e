package io.millrace.engine;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The life of a task's thread: the set-up of its components, their work, their clean-up, and the
 * interruption that ends it early.
 */
final class Life {

    private final Task task;
    private final EmbeddedRun run;
    private final ReentrantLock interrupting = new ReentrantLock();
    private boolean cleaning; // guarded by interrupting
    private volatile boolean working;
    private volatile boolean over;
    private volatile @Nullable Thread thread;

    Life(Task task, EmbeddedRun run) {
        this.task = task;
        this.run = run;
    }

    void start(String threadName, Threads threads) {
        thread = threads.start(threadName, this::live);
    }

    private void live() {
        task.parker.own();
        task.hold(Thread.currentThread());
        try {
            setUp();
            run.awaitStart();
            task.instances.forEach(i -> i.state(Run.State.RUNNING));
            if (task.isKept()) {
                task.epochs().start();
            }
            working = true;
            if (!task.isKept()) {
                task.work();
            } else if (!task.epochs().areOver()) {
                task.goOn();
                if (!task.root().isDone()) {
                    task.work();
                }
                task.epochs().end();
            }
        } catch (ComponentFailure e) {
            run.failed(e);
        } catch (InterruptedException e) {
            if (!run.isCancelled()) {
                run.failed(new ComponentFailure(task.root().spec.name(), "process", e));
            }
        } catch (Exception | Error e) {
            run.failed(task.root().crash(e));
        } finally {
            cleanUp();
            run.ended();
        }
    }

    private void setUp() throws InterruptedException {
        boolean ready = false;
        try {
            for (Instance instance : task.instances) {
                instance.state(Run.State.STARTING);
                try {
                    instance.setUp(new InstanceContext(instance, run));
                } catch (Exception | Error e) {
                    if (e instanceof InterruptedException interrupted && run.isCancelled()) {
                        throw interrupted;
                    }
                    throw instance.failed(ComponentFailure.SETUP, e);
                }
            }
            ready = true;
        } finally {
            if (!ready) {
                run.cancelStart();
            }
            run.isReady();
        }
    }

    private void cleanUp() {
        working = false;
        over = true;
        task.instances.forEach(Instance::close);
        interrupting.lock(); // not between the look of a cancel and its interrupt
        try {
            cleaning = true;
        } finally {
            interrupting.unlock();
        }
        Thread.interrupted();
        for (Instance instance : task.instances.reversed()) {
            if (instance.state() == Run.State.CREATED) {
                continue;
            }
            try {
                instance.component.cleanup();
            } catch (Exception | Error e) {
                instance.failed("cleanup", e);
            }
            instance.resources.close();
            instance.tell("cleaned up");
            instance.state(run.hasFailed() ? Run.State.FAILED : Run.State.STOPPED);
        }
    }

    /** Whether the components do their work: they have been set up, and clean-up has not begun. */
    boolean isWorking() {
        return working;
    }

    /** Whether clean-up has begun. */
    boolean isOver() {
        return over;
    }

    boolean isAlive() {
        Thread running = thread;
        return running != null && running.isAlive();
    }

    /** Returns the task's own thread; null before it has started. */
    @Nullable Thread thread() {
        return thread;
    }

    /** Interrupts the thread, unless it cleans up. For any thread. */
    void interrupt() {
        Thread running = thread;
        interrupting.lock();
        try {
            if (running != null && !cleaning) {
                run.threads().pause();
                running.interrupt();
            }
        } finally {
            interrupting.unlock();
        }
    }
}

package io.millrace.engine;

import io.millrace.api.Source;
import io.millrace.engine.supervision.ErrorShare;
import io.millrace.engine.supervision.Watchdog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Looks after the components of a run: who takes too long to set up, who does not return, who fails
 * too often. {@link #look} is called by the pacer, the rest by any thread.
 */
final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");

    /** From which share of failed items on a component is not well, and from which it is unwell. */
    private static final double DEGRADED = 0.1;

    private static final double UNHEALTHY = 0.2;

    private record Watched(Task task, Watchdog dog) {}

    private record Component(List<Instance> instances, ErrorShare share) {}

    private final Map<String, Component> components = new LinkedHashMap<>();
    private final List<Watched> tasks = new ArrayList<>();
    private final Time time;
    private final Duration setupDeadline;
    private final long start;
    private boolean setupIsLate;

    Supervisor(List<Task> tasks, Map<String, List<Instance>> instances, RunOptions options) {
        time = options.seams().time();
        start = time.nanoTime();
        setupDeadline = options.deadlines().setup();
        for (Task task : tasks) {
            this.tasks.add(new Watched(task, new Watchdog(options.deadlines().call())));
        }
        instances.forEach(
                (name, all) -> components.put(name, new Component(all, new ErrorShare(start))));
    }

    /** Takes a look at all of them. */
    void look(long now, boolean isStarting) {
        if (isStarting) {
            checkSetup(now);
            return;
        }
        for (Watched watched : tasks) {
            Task task = watched.task;
            task.checkTime(now);
            if (task.isAlive() && watched.dog.look(task.progress(), task.isWaiting(), now)) {
                LOG.atWarn()
                        .addKeyValue("component", task.root().spec.name())
                        .log(
                                "{} has not returned for {} s; it is at{}",
                                describe(task),
                                watched.dog.silence(now).toSeconds(),
                                stack(task));
            }
        }
        for (Component component : components.values()) {
            long errors = 0;
            long items = 0;
            for (Instance instance : component.instances) {
                long failed = instance.counters().errors().get();
                errors += failed;
                items += instance.itemsIn();
                if (instance.component instanceof Source) {
                    items += instance.itemsOut() + failed;
                }
            }
            component.share.look(items, errors, now);
        }
    }

    /** Fails the components that are not set up in time, once. */
    private void checkSetup(long now) {
        if (setupIsLate || now - start < setupDeadline.toNanos()) {
            return;
        }
        setupIsLate = true;
        for (Watched watched : tasks) {
            for (Instance instance : watched.task.instances) {
                if (instance.state() == Run.State.STARTING && !instance.isSetUp()) {
                    var late =
                            new TimeoutException(
                                    "set-up has not returned for %d s; it is at%s"
                                            .formatted(
                                                    setupDeadline.toSeconds(),
                                                    stack(watched.task)));
                    instance.failed("setup", late);
                }
            }
        }
    }

    /** Tells of the tasks that do not end though the run is cancelled, and leaves them behind. */
    void abandon() {
        for (Watched watched : tasks) {
            Task task = watched.task;
            if (task.isAlive()) {
                task.abandon();
                LOG.atError()
                        .addKeyValue("component", task.root().spec.name())
                        .log(
                                "{} does not end when it is interrupted, and is left behind; what"
                                        + " it still sends is discarded; it is at{}",
                                describe(task),
                                stack(task));
            }
        }
    }

    /** Returns how the components are. */
    Health health(Run.State state) {
        var level = state == Run.State.FAILED ? Health.Level.UNHEALTHY : Health.Level.HEALTHY;
        boolean live = state != Run.State.FAILED;
        List<String> reasons = new ArrayList<>();
        for (String name : components.keySet()) {
            Health health = health(name, state);
            reasons.addAll(health.reasons());
            live &= health.isLive();
            if (health.level() != Health.Level.UNKNOWN && health.level().compareTo(level) > 0) {
                level = health.level();
            }
        }
        if (state == Run.State.STARTING || state == Run.State.CREATED) {
            long ready =
                    components.values().stream()
                            .filter(c -> c.instances.stream().allMatch(Instance::isSetUp))
                            .count();
            reasons.add("%d of %d components are ready".formatted(ready, components.size()));
            level = Health.Level.UNKNOWN;
        }
        return new Health(level, live, isReady(state), reasons);
    }

    /** Returns how one component is. */
    Health health(String name, Run.State state) {
        Component component = components.get(name);
        if (component == null) {
            return new Health(Health.Level.UNKNOWN, true, false, List.of());
        }
        boolean ready = component.instances.stream().allMatch(Instance::isSetUp);
        long now = time.nanoTime();
        for (Watched watched : tasks) {
            if (component.instances.contains(watched.task.root())
                    && watched.task.isAlive()
                    && watched.dog.isSilent(now)) {
                String reason = describe(watched.task) + " does not return";
                return new Health(Health.Level.UNHEALTHY, false, ready, List.of(reason));
            }
        }
        if (component.instances.stream().anyMatch(i -> i.state() == Run.State.FAILED)) {
            String reason = "'" + name + "' has failed";
            return new Health(Health.Level.UNHEALTHY, false, ready, List.of(reason));
        }
        double share = component.share.share();
        if (share > DEGRADED) {
            return new Health(
                    share > UNHEALTHY ? Health.Level.UNHEALTHY : Health.Level.DEGRADED,
                    true,
                    ready,
                    List.of(
                            "'%s' has failed at %.0f %% of its items in the last minute"
                                    .formatted(name, 100 * share)));
        }
        var level = ready ? Health.Level.HEALTHY : Health.Level.UNKNOWN;
        return new Health(level, true, ready && isReady(state), List.of());
    }

    private static boolean isReady(Run.State state) {
        return state == Run.State.RUNNING || state == Run.State.DRAINING;
    }

    /** Returns the names of a task's components, as a message has them. */
    private static String describe(Task task) {
        return task.instances.stream()
                .map(i -> "'" + i.spec.name() + "'")
                .collect(Collectors.joining(", "));
    }

    /** Returns where a task's code is, a line a frame. */
    private static String stack(Task task) {
        Thread running = task.holder();
        var frames = new StringBuilder();
        if (running != null) {
            for (StackTraceElement frame : running.getStackTrace()) {
                frames.append("\n    ").append(frame);
            }
        }
        return frames.toString();
    }
}

package io.millrace.testkit;

import io.millrace.api.Output;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.engine.letters.LetterQueue;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.ComponentSpec.Distribution;
import io.millrace.graph.ComponentSpec.OnError;
import io.millrace.graph.EventTime;
import io.millrace.graph.Graph;
import io.millrace.graph.Policies;
import io.millrace.graph.Position;
import io.millrace.graph.StreamSpec;
import io.millrace.graph.StreamSpec.WhenFull;
import io.millrace.testkit.LivingParts.Role;
import io.millrace.testkit.LivingParts.Shape;
import io.millrace.testkit.SimulatedDisk.Answer;
import io.millrace.testkit.SimulatedDisk.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A random graph with checkpoints that is killed, loses power, is stopped or fails again and again,
 * and goes on each time from what is left on its disk, until its sources end. All by one seed.
 */
final class SimulatedLives {

    private static final int MOST_ITEMS = 150;

    /** How a run comes to its end. */
    private enum End {
        KILL,
        POWER,
        SUSPEND,
        CANCEL,
        NONE
    }

    /** A stream. */
    private record Link(
            Role from, String port, Role to, String input, boolean odd, @Nullable Buffer buffer) {}

    private final long seed;
    private final SplittableRandom random;
    private final List<Role> roles = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<List<String>> sent = new ArrayList<>(); // by each component, in the end
    private final List<List<String>> refused = new ArrayList<>(); // by each component, in the end
    private final Duration interval;
    private final Outside outside = new Outside();
    private final TreeSet<String> features = new TreeSet<>();
    private final List<String> story = new ArrayList<>();
    private SimulatedDisk disk = SimulatedDisk.empty();
    private long steps;
    private boolean fault;

    SimulatedLives(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(~seed);
        this.interval = Duration.ofMillis(random.nextInt(1, 1 << random.nextInt(1, 7)));
        int components = random.nextInt(1, 7);
        int sources = random.nextInt(1, 3);
        for (int i = 0; i < sources; i++) {
            add(oneIn(3) ? Shape.APART : Shape.SOURCE, List.of());
        }
        for (int i = 0; i < components; i++) {
            Shape shape = pick(SHAPES);
            add(shape, senders(shape.takesMany() ? random.nextInt(1, 4) : 1));
        }
        for (Role role : List.copyOf(roles)) {
            if (links.stream().noneMatch(link -> link.from.equals(role)) || oneIn(8)) {
                add(Shape.SINK, List.of(role));
            }
            if (role.refuses() && oneIn(2)) {
                add(Shape.SINK, List.of(role), Output.ERROR);
            }
        }
    }

    private static final Shape[] SHAPES = {
        Shape.HANDLER,
        Shape.LOOP,
        Shape.EVENTS,
        Shape.BATCHES,
        Shape.EACH,
        Shape.ZIP,
        Shape.FLUSHED,
        Shape.HOLDING,
        Shape.COUNTING,
        Shape.NUMBERING,
        Shape.WINDOWS,
        Shape.DELAYED
    };

    // ---- the graph, and what comes of it

    private List<Role> senders(int wanted) {
        var from = new ArrayList<Role>();
        int items = 0;
        for (int tries = 0; tries < 6 && from.size() < wanted; tries++) {
            Role role = roles.get(random.nextInt(roles.size()));
            int its = sent.get(role.number()).size();
            if (!from.contains(role) && items + its <= MOST_ITEMS) {
                from.add(role);
                items += its;
            }
        }
        return from.isEmpty() ? List.of(roles.getFirst()) : from;
    }

    private void add(Shape shape, List<Role> from) {
        add(shape, from, Output.DEFAULT);
    }

    private void add(Shape shape, List<Role> from, String port) {
        int copies = oneIn(4) ? (oneIn(2) ? 2 : 0) : 1;
        var role =
                new Role(
                        roles.size(),
                        shape,
                        shape.isSource() ? 1 : copies,
                        shape.isSource() ? random.nextInt(1, 41) : 0,
                        oneIn(3),
                        from.size(),
                        !shape.isSource() && oneIn(4));
        roles.add(role);
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            // who takes in a fixed order and gets more here than there needs room for the rest
            boolean small = oneIn(2) && shape != Shape.ZIP;
            Buffer buffer = small ? new Buffer(random.nextInt(1, 9), 1 << 20) : null;
            var link =
                    new Link(from.get(i), port, role, role.inputNames().get(i), oneIn(6), buffer);
            links.add(link);
            (port.equals(Output.ERROR) ? refused : sent)
                    .get(from.get(i).number()).stream()
                            .filter(item -> !link.odd || LivingParts.number(item) % 2 == 1)
                            .forEach(taken::add);
        }
        refused.add(
                taken.stream()
                        .filter(role::refuses)
                        .map(item -> LivingParts.refused(item, role.name()))
                        .toList());
        sent.add(makes(role, taken.stream().filter(item -> !role.refuses(item)).toList()));
        if (role.refuses()) {
            features.add("failing items");
        }
        features.add(shape.name());
        if (from.size() > 1) {
            features.add("fan-in");
        }
    }

    private static List<String> makes(Role role, List<String> taken) {
        if (role.shape() == Shape.SINK) {
            return taken;
        }
        List<String> made = new ArrayList<>();
        for (int i = 0; i < role.items(); i++) {
            made.add(role.name() + ":" + i);
        }
        for (String item : taken) {
            for (int i = role.copies(item); i > 0; i--) {
                made.add(item + "/" + role.name());
            }
        }
        if (role.shape() == Shape.COUNTING && !taken.isEmpty()) {
            long sum = taken.stream().mapToLong(String::hashCode).sum();
            made.add(LivingParts.total(role.name(), taken.size(), sum));
        }
        return made;
    }

    private Graph graph(Outside.Life life) {
        List<ComponentSpec> specs = new ArrayList<>();
        for (Role role : roles) {
            specs.add(
                    new ComponentSpec(
                            role.name(),
                            new LivingParts.Type(role, outside, life),
                            role,
                            options(role),
                            Position.NONE));
        }
        List<StreamSpec> streams = new ArrayList<>();
        for (Link link : links) {
            streams.add(
                    new StreamSpec(
                            new StreamSpec.Port(link.from.name(), link.port),
                            new StreamSpec.Port(link.to.name(), link.input),
                            link.buffer,
                            WhenFull.BLOCK,
                            link.odd ? new LivingParts.Odd() : null,
                            Position.NONE));
        }
        return new Graph("sim", disk.getPath("/work"), specs, streams, List.of())
                .with(new Graph.Settings(null, interval));
    }

    /** Returns a component's options; how many of it there are may change from run to run. */
    private ComponentSpec.Options options(Role role) {
        boolean keyed = role.shape().isKeyed();
        boolean alone = role.number() % 3 != 0 || isAlone(role.shape());
        return new ComponentSpec.Options(
                keyed ? new LivingParts.Key() : null,
                role.shape() == Shape.WINDOWS ? eventTime() : null,
                keyed || !alone ? random.nextInt(1, 4) : 1,
                Distribution.BROADCAST,
                OnError.ERROR_STREAM,
                Policies.NONE,
                null,
                ComponentSpec.Batching.DEFAULT,
                null,
                null,
                "");
    }

    private EventTime eventTime() {
        var outOfOrder = Duration.ofMillis(random.nextInt(1, 4) * 3L);
        var idle = oneIn(2) ? Duration.ofMillis(random.nextInt(1, 9)) : Duration.ofSeconds(30);
        return new EventTime(new LivingParts.At(), EventTime.EPOCH_MS, "UTC", outOfOrder, idle);
    }

    private static boolean isAlone(Shape shape) {
        return switch (shape) {
            case HANDLER, LOOP, EVENTS, BATCHES, FLUSHED -> false;
            case SOURCE, APART, EACH, ZIP, HOLDING, COUNTING, NUMBERING, WINDOWS, DELAYED, SINK ->
                    true;
        };
    }

    /** Returns the graph and its lives as text, for a message. */
    @Override
    public String toString() {
        var text = new StringBuilder("graph of seed " + seed + ", an epoch each " + interval);
        roles.forEach(role -> text.append("\n  ").append(role));
        links.forEach(
                link ->
                        text.append(
                                "\n  %s.%s -> %s.%s%s %s"
                                        .formatted(
                                                link.from.name(),
                                                link.port,
                                                link.to.name(),
                                                link.input,
                                                link.odd ? " if odd" : "",
                                                link.buffer)));
        story.forEach(line -> text.append("\n  ").append(line));
        return text.toString();
    }

    // ---- its lives

    /** What happened. */
    record Story(int lives, long steps, TreeSet<String> features) {}

    /** Runs it to its end, and throws an {@link AssertionError} if anything is wrong. */
    Story run() {
        int lives = 0;
        try {
            Path folder = Files.createDirectory(disk.getPath("/work"));
            force(folder);
            force(disk.getPath("/"));
            int ends = random.nextInt(5);
            outside.failsAt = oneIn(3) ? random.nextInt(200) : -1;
            while (!live(lives, lives < ends ? pick(End.values()) : End.NONE)) {
                if (++lives > 20) {
                    throw new AssertionError("it does not come to an end");
                }
            }
            checkShown();
            if (oneIn(4)) {
                live(++lives, End.NONE);
                checkShown();
            }
            return new Story(lives + 1, steps, features);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + this, e);
        } catch (IOException | RuntimeException e) {
            throw new AssertionError(e + "\n" + this, e);
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            channel.force(true);
        }
    }

    /** Has one run; returns whether it has finished. */
    private boolean live(int number, End end) {
        var life = new Outside.Life(number);
        outside.hasFailed = false;
        boolean fused = !oneIn(3);
        boolean asked = !oneIn(3);
        long step = random.nextInt(1 << random.nextInt(3, 12));
        plan(number);
        Simulation usual =
                Simulation.of(graph(life))
                        .within(200_000)
                        .check(_ -> outside.check())
                        .with(o -> o.withoutCopies().with(RunOptions.Keeping.DEFAULT))
                        .with(o -> fused ? o : o.unfused());
        Simulation simulation = asked ? usual : usual.unasked();
        SimulatedDisk[] left = {disk};
        Runnable die =
                () -> {
                    life.isOver = true;
                    left[0] = end == End.POWER ? disk.crash(random) : disk.kill();
                };
        Simulation ended =
                switch (end) {
                    case KILL, POWER -> simulation.killedAt(step, die);
                    case SUSPEND -> simulation.atStep(step, Run::suspend);
                    case CANCEL -> simulation.atStep(step, Run::cancel);
                    case NONE -> simulation;
                };
        Run.Outcome outcome;
        try {
            Simulation.Result result = ended.run(seed * 31 + number);
            outcome = result.outcome();
            steps += result.steps();
        } catch (StateException e) {
            outcome = new Run.Outcome.Failed("sim", "start", e);
        }
        story.add("life %d, %s at step %d: %s".formatted(number, end, step, outcome));
        features.add(
                "end "
                        + (life.isOver || end == End.SUSPEND
                                ? end
                                : outcome.getClass().getSimpleName()));
        boolean failed = outcome instanceof Run.Outcome.Failed;
        boolean planned = outside.hasFailed && (end == End.SUSPEND || end == End.CANCEL);
        if (failed && !fault && !planned) {
            throw new AssertionError(
                    "not to be expected: " + outcome, ((Run.Outcome.Failed) outcome).cause());
        }
        life.isOver = true;
        disk = failed ? disk.crash(random) : left[0];
        return outcome instanceof Run.Outcome.Finished;
    }

    /** Plans what the disk does in a life. */
    private void plan(int number) {
        fault = number < 8 && oneIn(5);
        long from = disk.calls() + random.nextInt(1 << random.nextInt(4, 9));
        int calls = random.nextInt(1, 20);
        boolean full = oneIn(2);
        boolean[] failed = new boolean[1];
        if (!fault) {
            disk.answer(_ -> Answer.OK);
        } else if (full) {
            features.add("disk full");
            disk.answer(
                    call ->
                            call.number() >= from && call.number() < from + calls
                                    ? Answer.FULL
                                    : Answer.OK);
        } else {
            features.add("force fails");
            disk.answer(
                    call -> {
                        boolean fails =
                                !failed[0] && call.kind() == Kind.FORCE && call.number() >= from;
                        failed[0] |= fails;
                        return fails ? Answer.FAIL : Answer.OK;
                    });
        }
    }

    // ---- what has to come out

    private void checkShown() throws IOException {
        outside.check();
        checkLetters();
        Map<String, String> numbered = new HashMap<>();
        for (Role role : roles) {
            if (role.shape() == Shape.SINK) {
                List<String> items = outside.of(role.name()).items;
                same(role.name(), counts(sent.get(role.number())), counts(items));
                checkOrder(role, items);
                items.forEach(item -> checkNumbers(item, numbered));
            }
        }
    }

    /** Sees that what was refused, and nobody took, is in the dead letters once. */
    private void checkLetters() throws IOException {
        List<String> expected = new ArrayList<>();
        for (Role role : roles) {
            if (links.stream().noneMatch(l -> l.from.equals(role) && l.port.equals(Output.ERROR))) {
                expected.addAll(refused.get(role.number()));
            }
        }
        List<String> letters = new ArrayList<>();
        var queue = new LetterQueue(disk.getPath("/work/.millrace"));
        long broken =
                queue.read(
                        LetterFilter.all(),
                        letter -> letters.add(LivingParts.textOf(letter.document())));
        if (broken > 0) {
            throw new AssertionError(broken + " lines of the dead letters are none");
        }
        same("the queue of dead letters", counts(expected), counts(letters));
    }

    private static Map<String, Integer> counts(List<String> items) {
        Map<String, Integer> counts = new TreeMap<>();
        items.forEach(item -> counts.merge(LivingParts.plain(item), 1, Integer::sum));
        return counts;
    }

    private static void same(
            String where, Map<String, Integer> expected, Map<String, Integer> shown) {
        if (!expected.equals(shown)) {
            var lost = new TreeMap<>(expected);
            shown.forEach((item, n) -> lost.merge(item, -n, Integer::sum));
            lost.values().removeIf(n -> n == 0);
            throw new AssertionError(where + " has lost (or too many, if below 0): " + lost);
        }
    }

    /** Sees that what came from one source by one way is in order. */
    private void checkOrder(Role sink, List<String> items) {
        Map<String, Integer> last = new HashMap<>();
        for (String item : items) {
            String plain = LivingParts.plain(item);
            String way = plain.replaceFirst(":[0-9]+", ":");
            int number = LivingParts.number(plain);
            Integer before = last.put(way, number);
            if (before != null && before > number && isOrdered(way)) {
                throw new AssertionError(
                        "%s has shown %s after number %d".formatted(sink.name(), item, before));
            }
        }
    }

    private boolean isOrdered(String way) {
        return roles.stream()
                .filter(
                        role ->
                                role.shape().isKeyed()
                                        || role.shape() == Shape.DELAYED
                                        || (!isAlone(role.shape()) && role.number() % 3 == 0))
                .noneMatch(role -> (way + "/").contains("/" + role.name() + "/"));
    }

    /** Sees that a number of a key was given to one item. */
    private static void checkNumbers(String item, Map<String, String> numbered) {
        for (int at = item.indexOf('#'); at >= 0; at = item.indexOf('#', at + 1)) {
            int end = item.indexOf('/', at);
            String number = item.substring(at, end < 0 ? item.length() : end);
            String before = item.substring(0, at);
            String by = before.substring(before.lastIndexOf('/')) + number;
            String key = by + " of key " + LivingParts.number(item) % LivingParts.Key.KEYS;
            String other = numbered.putIfAbsent(key, before);
            if (other != null && !other.equals(before)) {
                throw new AssertionError("%s is %s and %s".formatted(key, other, before));
            }
        }
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }
}

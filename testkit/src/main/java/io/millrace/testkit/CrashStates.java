package io.millrace.testkit;

import io.millrace.testkit.DiskOperation.Change;
import io.millrace.testkit.DiskOperation.DataChange;
import io.millrace.testkit.DiskOperation.Force;
import io.millrace.testkit.DiskOperation.Link;
import io.millrace.testkit.DiskOperation.NameChange;
import io.millrace.testkit.DiskOperation.Write;
import io.millrace.testkit.SimulatedDisk.Crash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What a loss of power may leave of a disk, for each moment of its life. */
final class CrashStates implements Iterator<Crash> {
    /*
     * A change is safe when what it belongs to was forced: bytes with their file, a name with its
     * folder, a moved name with the folder it was moved to. All others are pending, and any of them
     * may be lost, whatever their order, but for two rules that hold on any disk with a journal: a
     * move is done or not, and names that have to do with each other change in order (a file is not
     * found under the second of its names alone, if it never had the first). What was pending when a
     * force failed is lost or safe from then on, as drawn: the next force has nothing to do with it.
     */

    private static final int LOST = 0;
    private static final int KEPT = Integer.MAX_VALUE;
    private static final int ZEROED = -1; // the file is as long, but the bytes are not there
    private static final int SECTOR = 512;

    private final DiskImage safe;
    private final List<DiskOperation> log;
    private final RandomGenerator random;
    private final int more;
    private final List<Change> pending = new ArrayList<>();
    private final Queue<Crash> ready = new ArrayDeque<>();
    private int done; // how many operations

    CrashStates(DiskImage begin, List<DiskOperation> log, RandomGenerator random, int more) {
        this.safe = begin.copy();
        this.log = log;
        this.random = random;
        this.more = more;
        fill();
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || done < log.size();
    }

    @Override
    public Crash next() {
        if (ready.isEmpty()) {
            if (done == log.size()) {
                throw new NoSuchElementException();
            }
            advance();
            fill();
        }
        return ready.remove();
    }

    /** Returns one for the end of the log. */
    SimulatedDisk drawLast() {
        advanceToEnd();
        return disk(draw());
    }

    /** Returns the one for the end of the log that has lost nothing. */
    SimulatedDisk allOfLast() {
        advanceToEnd();
        return disk(all(KEPT));
    }

    private void advanceToEnd() {
        while (done < log.size()) {
            advance();
        }
    }

    private void advance() {
        switch (log.get(done++)) {
            case Force force -> settle(force);
            case Link link -> {
                safe.learn(link);
                pending.add(link);
            }
            case Change change -> pending.add(change);
        }
    }

    private void settle(Force force) {
        int[] fates = all(LOST);
        boolean[] settled = new boolean[fates.length];
        for (int i = 0; i < fates.length; i++) {
            if (pending.get(i).forcedWith() == force.node()) {
                settled[i] = true;
                fates[i] = force.works() || random.nextBoolean() ? KEPT : LOST;
            }
        }
        keepOrder(fates);
        var rest = new ArrayList<Change>();
        for (int i = 0; i < fates.length; i++) {
            if (fates[i] == KEPT) {
                safe.apply(pending.get(i));
            } else if (!settled[i]) {
                rest.add(pending.get(i));
            }
        }
        pending.clear();
        pending.addAll(rest);
    }

    /** Keeps each name that one that is kept follows. */
    private void keepOrder(int[] fates) {
        for (int i = fates.length - 1; i > 0; i--) {
            if (fates[i] == KEPT && pending.get(i) instanceof NameChange later) {
                for (int j = 0; j < i; j++) {
                    if (pending.get(j) instanceof NameChange earlier && later.follows(earlier)) {
                        fates[j] = KEPT;
                    }
                }
            }
        }
    }

    /** Finds the disks that a loss of power may leave now. */
    private void fill() {
        Set<List<Integer>> known = new HashSet<>();
        add("nothing kept", all(LOST), known);
        add("all kept", all(KEPT), known);
        add("names kept", those(NameChange.class::isInstance), known);
        add("bytes kept", those(DataChange.class::isInstance), known);
        int last = pending.size() - 1;
        if (done > 0 && log.get(done - 1) instanceof Write write) {
            for (int torn : new int[] {0, 1, write.bytes().length / 2, write.bytes().length - 1}) {
                int[] whole = all(KEPT);
                whole[last] = torn;
                add("all kept, the last write torn at " + torn, whole, known);
                int[] alone = all(LOST);
                alone[last] = torn;
                add("only the last write kept, torn at " + torn, alone, known);
            }
        }
        for (int i = 0; i < more && !pending.isEmpty(); i++) {
            add("drawn " + i, draw(), known);
        }
    }

    private void add(String how, int[] fates, Set<List<Integer>> known) {
        keepOrder(fates);
        if (known.add(Arrays.stream(fates).boxed().toList())) {
            ready.add(new Crash(done, how, disk(fates)));
        }
    }

    private int[] all(int fate) {
        int[] fates = new int[pending.size()];
        Arrays.fill(fates, fate);
        return fates;
    }

    private int[] those(Predicate<Change> kept) {
        return pending.stream().mapToInt(change -> kept.test(change) ? KEPT : LOST).toArray();
    }

    private int[] draw() {
        double keeps = random.nextDouble();
        int[] fates =
                pending.stream()
                        .mapToInt(
                                change ->
                                        random.nextDouble() >= keeps
                                                ? LOST
                                                : change instanceof Write write
                                                        ? draw(write.bytes().length)
                                                        : KEPT)
                        .toArray();
        keepOrder(fates);
        return fates;
    }

    /** Draws what is kept of a write: most often all, or whole sectors, or just any part. */
    private int draw(int length) {
        return switch (random.nextInt(8)) {
            case 0 -> ZEROED;
            case 1 -> random.nextInt(length);
            case 2 -> random.nextInt(length) / SECTOR * SECTOR;
            default -> KEPT;
        };
    }

    private SimulatedDisk disk(int[] fates) {
        DiskImage image = safe.copy();
        for (int i = 0; i < fates.length; i++) {
            Change change = pending.get(i);
            if (fates[i] == KEPT) {
                image.apply(change);
            } else if (fates[i] != LOST && change instanceof Write write) {
                byte[] bytes =
                        fates[i] == ZEROED
                                ? new byte[write.bytes().length]
                                : Arrays.copyOf(write.bytes(), fates[i]);
                image.apply(new Write(write.file(), write.at(), bytes));
            }
        }
        return new SimulatedDisk(image);
    }
}

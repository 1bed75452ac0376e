package io.millrace.components.stream;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What windows are, said as plainly as possible: every item is kept, and all is computed anew from
 * the items after each.
 */
final class WindowOracle {

    /** An item: its place among all, its key, its time, its value. */
    record Item(int number, String key, long time, BigDecimal value) {}

    /** A window of a key: its bounds, and the items it has. */
    record Window(String key, long start, long end, List<Item> items) {

        /** Returns it as its text, with the aggregates that the tests ask for. */
        String text() {
            BigDecimal sum = BigDecimal.ZERO;
            for (Item item : items) {
                sum = sum.add(item.value());
            }
            Comparator<Item> byTime = Comparator.comparingLong(Item::time);
            Comparator<Item> byNumber = Comparator.comparingInt(Item::number);
            Item first = items.stream().min(byTime.thenComparing(byNumber)).orElseThrow();
            Item last = items.stream().max(byTime.thenComparing(byNumber)).orElseThrow();
            var values = items.stream().map(Item::value).sorted().toList();
            return "%s [%d, %d) n=%d sum=%s min=%s max=%s first=%d last=%d all=%s"
                    .formatted(
                            key,
                            start,
                            end,
                            items.size(),
                            plain(sum),
                            plain(values.getFirst()),
                            plain(values.getLast()),
                            first.number(),
                            last.number(),
                            items.stream().map(Item::number).toList());
        }
    }

    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private final Function<List<Item>, Collection<Window>> windows;
    private final long lateness;
    private final long outOfOrder;
    private final Map<String, List<Item>> kept = new TreeMap<>();
    private final Map<String, List<String>> sent = new TreeMap<>();
    private final List<Integer> late = new ArrayList<>();
    private long watermark = Long.MIN_VALUE;

    /**
     * Creates one.
     *
     * @param windows makes windows of the items of a key
     */
    WindowOracle(Function<List<Item>, Collection<Window>> windows, long lateness, long outOfOrder) {
        this.windows = windows;
        this.lateness = lateness;
        this.outOfOrder = outOfOrder;
    }

    /** Windows of one size at multiples of a step. */
    static Function<List<Item>, Collection<Window>> aligned(long size, long slide) {
        return items -> {
            var byStart = new TreeMap<Long, Window>();
            for (Item item : items) {
                for (long start = -1000 * slide; start <= item.time(); start += slide) {
                    if (item.time() < start + size) {
                        long from = start;
                        byStart.computeIfAbsent(
                                        from,
                                        s -> new Window(item.key(), s, s + size, new ArrayList<>()))
                                .items()
                                .add(item);
                    }
                }
            }
            return byStart.values();
        };
    }

    /** Windows that end where no item is for a while. */
    static Function<List<Item>, Collection<Window>> sessions(long gap) {
        return items -> {
            var times = new TreeSet<Long>();
            items.forEach(item -> times.add(item.time()));
            var all = new ArrayList<Window>();
            long start = Long.MIN_VALUE;
            long end = Long.MIN_VALUE;
            for (long time : times) {
                if (time > end) {
                    add(all, items, start, end);
                    start = time;
                }
                end = time + gap;
            }
            add(all, items, start, end);
            return all;
        };
    }

    private static void add(List<Window> all, List<Item> items, long start, long end) {
        List<Item> own = items.stream().filter(i -> start <= i.time() && i.time() < end).toList();
        if (!own.isEmpty()) {
            all.add(new Window(own.getFirst().key(), start, end, own));
        }
    }

    void take(Item item) {
        List<Item> items = kept.computeIfAbsent(item.key(), _ -> new ArrayList<>());
        items.add(item);
        boolean isLate = true;
        for (Window window : List.copyOf(windows.apply(items)).reversed()) { // as Flink
            if (window.items().contains(item)) {
                boolean isOver = isOver(window);
                isLate &= isOver;
                if (!isOver && window.end() - 1 <= watermark) {
                    send(window);
                }
            }
        }
        if (isLate) {
            items.remove(item);
            late.add(item.number());
        }
        advance(Math.max(watermark, item.time() - outOfOrder - 1));
    }

    private boolean isOver(Window window) {
        return window.end() - 1 + lateness <= watermark;
    }

    private void send(Window window) {
        sent.computeIfAbsent(window.key(), _ -> new ArrayList<>()).add(window.text());
    }

    private void advance(long to) {
        long before = watermark;
        watermark = to;
        for (Map.Entry<String, List<Item>> entry : kept.entrySet()) {
            for (Window window : windows.apply(entry.getValue())) {
                if (window.end() - 1 > before && window.end() - 1 <= to) {
                    send(window);
                }
            }
            entry.setValue(new ArrayList<>(living(entry.getValue())));
        }
    }

    /** An item goes when all its windows are over. */
    private List<Item> living(List<Item> items) {
        var living = new TreeSet<>(Comparator.comparingInt(Item::number));
        for (Window window : windows.apply(items)) {
            if (!isOver(window)) {
                living.addAll(window.items());
            }
        }
        return List.copyOf(living);
    }

    /** Ends the input, and returns what was sent, by key. */
    Map<String, List<String>> end() {
        advance(Long.MAX_VALUE - lateness);
        return new LinkedHashMap<>(sent);
    }

    List<Integer> late() {
        return late;
    }
}

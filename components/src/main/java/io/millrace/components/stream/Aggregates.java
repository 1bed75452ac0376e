package io.millrace.components.stream;

import io.millrace.api.Aggregate;
import io.millrace.api.Aggregate.Function;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Expression;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the windows make of their items: the fields of a window, or the list of its items. */
final class Aggregates {

    private static final int MILLIS = 1000;

    private final Context context;
    private final Column[] columns;
    private final List<Expression> collected;
    private final List<Field> fields;
    private List<Document> values = List.of();
    private final Moment start = new Moment();
    private final Moment end = new Moment();

    /** A time as text, kept since the windows of many keys have the same. */
    private static final class Moment {
        private long millis;
        private Document text = text(0);

        Document of(long wanted) {
            if (wanted != millis) {
                millis = wanted;
                text = text(wanted);
            }
            return text;
        }

        private static Document text(long millis) {
            return Document.of(Instant.ofEpochMilli(millis).toString());
        }
    }

    /**
     * One field of what a window sends.
     *
     * @param at which of the columns, or of the lists that are collected
     */
    private record Field(String name, Function function, int at) {}

    Aggregates(Map<String, Aggregate> aggregates, Context context) {
        this.context = context;
        var needed = new ArrayList<Column>();
        var lists = new ArrayList<Expression>();
        var named = new ArrayList<Field>();
        aggregates.forEach(
                (name, aggregate) -> {
                    Function function = aggregate.function();
                    named.add(
                            switch (function) {
                                case COUNT -> new Field(name, function, 0);
                                case COLLECT -> {
                                    lists.add(aggregate.expression());
                                    yield new Field(name, function, lists.size() - 1);
                                }
                                case SUM, MIN, MAX, AVG, FIRST, LAST -> {
                                    needed.add(Column.of(aggregate));
                                    yield new Field(name, function, needed.size() - 1);
                                }
                            });
                });
        columns = needed.toArray(Column[]::new);
        collected = List.copyOf(lists);
        fields = List.copyOf(named);
    }

    /** Returns whether something of each item is kept until its window has ended. */
    boolean areHeld() {
        return fields.isEmpty() || !collected.isEmpty();
    }

    /** Takes the values of an item, or fails. */
    void read(Document item, long time) {
        if (context.key() instanceof Document key) {
            Keys.checkDepth(key);
        }
        for (Column column : columns) {
            column.read(item, context, time);
        }
        if (fields.isEmpty()) {
            Keys.checkDepth(item);
            values = List.of(item);
        } else if (!collected.isEmpty()) {
            var read = new ArrayList<Document>(collected.size());
            for (Expression each : collected) {
                read.add(Column.own(each.evaluate(item, context)));
            }
            values = List.copyOf(read);
        }
    }

    /** Returns what is to be kept of the item last read. */
    Held held(long time) {
        return new Held(time, values);
    }

    /** Returns the cells of a window that has the item last read alone. */
    List<Cell> alone() {
        return switch (columns.length) {
            case 0 -> List.of();
            case 1 -> List.of(columns[0].alone());
            default -> {
                var cells = new Cell[columns.length];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = columns[i].alone();
                }
                yield List.of(cells);
            }
        };
    }

    /** Returns the cells with the item last read: the same ones if they do not change. */
    List<Cell> plus(List<Cell> cells) {
        if (columns.length == 1) {
            Cell before = cells.getFirst();
            Cell after = columns[0].plus(before);
            return isSame(before, after) ? cells : List.of(after);
        }
        Cell[] changed = null;
        for (int i = 0; i < columns.length; i++) {
            Cell before = cells.get(i);
            Cell after = columns[i].plus(before);
            if (changed == null && !isSame(before, after)) {
                changed = cells.toArray(Cell[]::new);
            }
            if (changed != null) {
                changed[i] = after;
            }
        }
        return changed == null ? cells : List.of(changed);
    }

    @SuppressWarnings("ReferenceEquality") // a cell that does not change is the same object
    private static boolean isSame(Cell before, Cell after) {
        return before == after;
    }

    /** Returns the cells of two windows that become one. */
    List<Cell> merged(List<Cell> one, List<Cell> other) {
        var cells = new ArrayList<Cell>(columns.length);
        for (int i = 0; i < columns.length; i++) {
            cells.add(columns[i].merged(one.get(i), other.get(i)));
        }
        return List.copyOf(cells);
    }

    /** Returns what a window of the current key sends. */
    Document result(Pane pane, List<Held> held) {
        Document.Builder result = Document.object();
        Object key = context.key();
        if (key != null) {
            if (key instanceof Long number) {
                result.put("key", number);
            } else {
                result.put("key", Keys.document(key));
            }
        }
        if (fields.isEmpty()) {
            return result.put("window_start", seconds(pane.start()))
                    .put("window_end", seconds(pane.end()))
                    .put("items", list(held, 0))
                    .put("count", pane.count())
                    .build();
        }
        result.put("window_start", start.of(pane.start()));
        result.put("window_end", end.of(pane.end()));
        for (Field field : fields) {
            if (field.function() == Function.COUNT) {
                result.put(field.name(), pane.count());
            } else {
                result.put(field.name(), result(field, pane, held));
            }
        }
        return result.build();
    }

    private Document result(Field field, Pane pane, List<Held> held) {
        return switch (field.function()) {
            case COUNT -> Document.of(pane.count());
            case COLLECT -> list(held, field.at());
            case SUM, MIN, MAX, AVG, FIRST, LAST ->
                    columns[field.at()].result(pane.cells().get(field.at()), pane.count());
        };
    }

    private static Document list(List<Held> held, int at) {
        var elements = new ArrayList<Document>(held.size());
        for (Held each : held) {
            elements.add(each.values().get(at));
        }
        return Document.array(elements);
    }

    /** Returns a time as seconds since 1970. */
    static Document seconds(long millis) {
        return millis % MILLIS == 0
                ? Document.of(millis / MILLIS)
                : Document.parse(BigDecimal.valueOf(millis, 3).toPlainString()); // no exponent
    }
}

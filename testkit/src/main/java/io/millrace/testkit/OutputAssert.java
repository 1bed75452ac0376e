package io.millrace.testkit;

import io.millrace.api.Current;

import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Assertions about the items that left by an output: those of lists, and when they arrived.
 *
 * @since 0.1
 */
public final class OutputAssert
        extends AbstractListAssert<OutputAssert, List<Object>, Object, ObjectAssert<Object>> {

    private final List<Arrival> arrivals;

    OutputAssert(List<Arrival> arrivals) {
        super(arrivals.stream().map(Arrival::item).toList(), OutputAssert.class);
        this.arrivals = arrivals;
    }

    /**
     * Checks when the items arrived, all of them.
     *
     * @param times from the start of the run, in virtual time
     */
    public OutputAssert arrivedAt(Duration... times) {
        List<Duration> came = arrivals.stream().map(Arrival::at).toList();
        if (!came.equals(List.of(times))) {
            failWithMessage("Expected arrivals at %s, but they were at %s", List.of(times), came);
        }
        return this;
    }

    /** Checks the texts of the items, all of them in order. */
    public OutputAssert hasTexts(String... texts) {
        List<String> came = actual.stream().map(Object::toString).toList();
        if (!came.equals(List.of(texts))) {
            failWithMessage("Expected %s, but there came %s", List.of(texts), came);
        }
        return this;
    }

    /**
     * Checks that the items of each key are in order.
     *
     * @param number says which comes first; within a key it must never fall
     */
    public <C extends Comparable<C>> OutputAssert isInOrderPerKey(Function<Object, C> number) {
        Map<Object, Arrival> last = new HashMap<>();
        for (Arrival arrival : arrivals) {
            Object key = String.valueOf(arrival.key());
            Arrival before = last.put(key, arrival);
            if (before != null
                    && number.apply(before.item()).compareTo(number.apply(arrival.item())) > 0) {
                failWithMessage(
                        "Expected the items of key '%s' in order, but %s came before %s",
                        key, before.item(), arrival.item());
            }
        }
        return this;
    }

    @Override
    protected ObjectAssert<Object> toAssert(Object item, String description) {
        return new ObjectAssert<>(item).as(description);
    }

    @Override
    protected OutputAssert newAbstractIterableAssert(Iterable<?> items) {
        Stream<?> each = StreamSupport.stream(items.spliterator(), false);
        return new OutputAssert(
                each.map(
                                item ->
                                        new Arrival(
                                                Objects.requireNonNull(item),
                                                Duration.ZERO,
                                                null,
                                                Current.NO_TIMESTAMP))
                        .toList());
    }
}

package io.millrace.api;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** An input, to iterate over. */
final class ReceivedItems<T> implements Iterator<T> {

    private final Input<T> input;
    private Optional<T> next = Optional.empty();

    ReceivedItems(Input<T> input) {
        this.input = input;
    }

    @Override
    public boolean hasNext() {
        if (next.isEmpty()) {
            try {
                next = input.receive();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StreamFinished();
            }
        }
        return next.isPresent();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the input has ended");
        }
        T item = next.orElseThrow();
        next = Optional.empty();
        return item;
    }
}

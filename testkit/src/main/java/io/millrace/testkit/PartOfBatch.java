package io.millrace.testkit;

import io.millrace.api.Batch;

import java.util.Iterator;
import java.util.List;

/**
 * A batch without those of its items that a fault has failed.
 *
 * @param whole the batch
 * @param kept the numbers of the items that are left, in order
 */
record PartOfBatch(Batch<Object> whole, List<Integer> kept) implements Batch<Object> {

    @Override
    public List<Object> items() {
        return kept.stream().map(whole.items()::get).toList();
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public Object at(int index) {
        return whole.at(kept.get(index));
    }

    @Override
    public void fail(int index, Exception cause) throws InterruptedException {
        whole.fail(kept.get(index), cause);
    }

    @Override
    public Iterator<Object> iterator() {
        return kept.stream().map(whole::at).iterator();
    }
}

package io.millrace.bench.peers;

/** One piece of work, as one peer does it. */
@FunctionalInterface
interface Pipeline {

    /**
     * Sends items on their way; returns when they have gone, or before.
     *
     * @param items how many
     * @param arrivals where they go
     */
    void run(long items, Arrivals arrivals) throws Exception;
}

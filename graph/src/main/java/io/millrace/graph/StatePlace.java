package io.millrace.graph;

/**
 * Where a run has the states of its components while it works. What is durable is in checkpoints,
 * whatever this is.
 *
 * @since 0.2
 */
public enum StatePlace {
    /** In memory: the quickest. */
    MEMORY,
    /** In RocksDB, on disk: for more than fits into memory. Needs the module {@code rocksdb}. */
    ROCKSDB
}

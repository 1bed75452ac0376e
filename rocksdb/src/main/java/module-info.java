/** State larger than memory: the engine's states in RocksDB. */
module io.millrace.rocksdb {
    requires static org.jspecify;
    requires io.millrace.api;
    requires io.millrace.engine;
    requires rocksdbjni;

    provides io.millrace.engine.state.StateBackend with
            io.millrace.rocksdb.RocksBackend;
}

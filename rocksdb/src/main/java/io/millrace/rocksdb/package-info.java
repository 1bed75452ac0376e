/** State larger than memory, in RocksDB. */
@NullMarked
package io.millrace.rocksdb;

import org.jspecify.annotations.NullMarked;

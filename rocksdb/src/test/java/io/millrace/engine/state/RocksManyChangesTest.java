package io.millrace.engine.state;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Many changes in RocksDB do as those in memory. */
class RocksManyChangesTest extends ManyChangesTest {

    @RegisterExtension static final RocksCopies copies = new RocksCopies();

    @Override
    WorkingCopy copy() {
        return copies.make();
    }
}

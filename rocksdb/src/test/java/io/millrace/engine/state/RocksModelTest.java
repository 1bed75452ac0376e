package io.millrace.engine.state;

import org.junit.jupiter.api.extension.RegisterExtension;

/** States in RocksDB do as those in memory. */
class RocksModelTest extends StateModelTest {

    @RegisterExtension static final RocksCopies copies = new RocksCopies();

    @Override
    WorkingCopy copy() {
        return copies.make();
    }

    @Override
    int seeds() {
        return 4;
    }
}

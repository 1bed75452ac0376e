package io.millrace.engine.state;

import org.junit.jupiter.api.extension.RegisterExtension;

/** States in RocksDB do as those in memory. */
class RocksBoundsTest extends StateBoundsTest {

    @RegisterExtension static final RocksCopies copies = new RocksCopies();

    @Override
    WorkingCopy copy() {
        return copies.make();
    }
}

package io.millrace.engine.state;

/** States in a store do as those in memory. */
class StoredTablesTest extends StateTablesTest {

    @Override
    WorkingCopy copy() {
        return new WorkingCopy(new MapStore());
    }
}

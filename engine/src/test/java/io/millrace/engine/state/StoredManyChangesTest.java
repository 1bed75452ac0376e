package io.millrace.engine.state;

/** Many changes in a store do as those in memory. */
class StoredManyChangesTest extends ManyChangesTest {

    @Override
    WorkingCopy copy() {
        return new WorkingCopy(new MapStore());
    }
}

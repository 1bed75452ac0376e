package io.millrace.engine.state;

/** States in a store do as those in memory. */
class StoredModelTest extends StateModelTest {

    @Override
    WorkingCopy copy() {
        return new WorkingCopy(new MapStore());
    }

    @Override
    int seeds() {
        return 4;
    }
}

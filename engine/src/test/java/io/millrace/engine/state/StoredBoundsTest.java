package io.millrace.engine.state;

/** States in a store do as those in memory. */
class StoredBoundsTest extends StateBoundsTest {

    @Override
    WorkingCopy copy() {
        return new WorkingCopy(new MapStore());
    }
}

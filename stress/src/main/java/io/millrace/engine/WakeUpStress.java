package io.millrace.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Dekker's pattern for items: a taker that says that it waits and then sees nothing is roused by
 * the sender that put something.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "waits, and is roused")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "sees the item, and is not roused")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "sees the item, and is roused for nothing")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "would wait for ever")
@State
public class WakeUpStress {

    private final Pair pair = new Pair(4, 1 << 20, false);

    @Actor
    public void sender(II_Result r) {
        pair.put(1, 1);
        pair.ring.flush();
        r.r2 = pair.taker.roused;
    }

    @Actor
    public void taker(II_Result r) {
        pair.taker.prepare();
        r.r1 = pair.ring.available();
    }
}

package io.millrace.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A sender without room, against a taker that ends: it does not sleep, or it is roused. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "refused")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "refused, and roused for nothing")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "slept, and was roused")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "would sleep for ever")
@State
public class CancelWakeUpStress {

    private final Pair pair = new Pair(1, 1 << 20, false);

    public CancelWakeUpStress() {
        pair.put(1, 1);
    }

    @Actor
    public void sender(II_Result r) {
        r.r1 = pair.put(2, 2) || pair.ring.isCancelled() ? 0 : 1;
    }

    @Actor
    public void taker(II_Result r) {
        pair.ring.cancel();
        r.r2 = pair.sender.roused;
    }
}

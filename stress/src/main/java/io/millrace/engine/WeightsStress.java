package io.millrace.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The lane of weights is made by the sender while the taker takes items that came before: what the
 * taker has given back at the end is what was put.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the light one taken alone")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the heavy one taken too")
@Outcome(expect = Expect.FORBIDDEN, desc = "bytes lost: a heavy item has no room for ever")
@State
public class WeightsStress {

    private static final byte[] HEAVY = new byte[900];

    private final Pair pair = new Pair(4, 1_000, true);

    public WeightsStress() {
        pair.put(1, 1);
    }

    @Actor
    public void sender() {
        pair.put(HEAVY, 2);
    }

    @Actor
    public void taker(II_Result r) {
        pair.poll();
        r.r1 = pair.poll() == HEAVY ? 1 : 0;
    }

    @Arbiter
    public void after(II_Result r) {
        while (pair.poll() != null) {}
        pair.put(HEAVY, 3);
        r.r2 = pair.poll() == HEAVY ? 1 : 0;
    }
}

package io.millrace.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The end of a stream, as any control element, comes behind the items that were put before it. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "nothing there yet")
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "one item there")
@Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "both items there")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "one item there at the second look")
@Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE, desc = "two from the second look on")
@Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "one item there at the third look")
@Outcome(id = "1, 0, 2", expect = Expect.ACCEPTABLE, desc = "the second came between the looks")
@Outcome(id = "1, 2, 9", expect = Expect.ACCEPTABLE, desc = "all, and then the end")
@Outcome(expect = Expect.FORBIDDEN, desc = "an element missing, twice, or before its turn")
@State
public class EndStress {

    private final Pair pair = new Pair(4, 1 << 20, false);

    @Actor
    public void sender() {
        pair.put(1, 1);
        pair.put(2, 2);
        pair.put(new Control.End(), 2);
        pair.ring.flush();
    }

    @Actor
    public void taker(III_Result r) {
        r.r1 = next();
        r.r2 = next();
        r.r3 = next();
    }

    private int next() {
        return switch (pair.poll()) {
            case Integer item -> item;
            case Control.End _ -> 9;
            case null, default -> 0;
        };
    }
}

package io.millrace.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Who sees an item sees what it holds, its key and its timestamp. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "not there yet")
@Outcome(id = "7, 7, 7", expect = Expect.ACCEPTABLE, desc = "there, and whole")
@Outcome(expect = Expect.FORBIDDEN, desc = "an item in part")
@State
public class PublicationStress {

    private final Pair pair = new Pair(4, 1 << 20, false);

    @Actor
    public void sender() {
        pair.put(new Pair.Item(7), 7);
    }

    @Actor
    public void taker(III_Result r) {
        if (pair.poll() instanceof Pair.Item item) {
            r.r1 = item.value;
            r.r2 = pair.got.key instanceof Integer key ? key : -1;
            r.r3 = (int) pair.got.timestamp;
        }
    }
}

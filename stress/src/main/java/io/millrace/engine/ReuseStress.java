package io.millrace.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** A slot is written anew only when its taker is done with it. */
@JCStressTest
@Outcome(id = "1, 1, 2, 0", expect = Expect.ACCEPTABLE, desc = "there was no room for the third")
@Outcome(id = "1, 1, 2, 3", expect = Expect.ACCEPTABLE, desc = "the room was back for the third")
@Outcome(expect = Expect.FORBIDDEN, desc = "an item was written over, or lost")
@State
public class ReuseStress {

    private final Pair pair = new Pair(2, 1 << 20, true);

    public ReuseStress() {
        pair.put(new Pair.Item(1), 1);
        pair.put(new Pair.Item(2), 2);
    }

    @Actor
    public void sender() {
        pair.put(new Pair.Item(3), 3);
    }

    @Actor
    public void taker(IIII_Result r) {
        r.r1 = next();
        r.r2 = pair.number();
    }

    @Arbiter
    public void rest(IIII_Result r) {
        r.r3 = next();
        r.r4 = next();
        if ((r.r4 == 0) != (pair.counters.whenFull().get() == 1)) {
            r.r4 = -1;
        }
    }

    private int next() {
        return pair.poll() instanceof Pair.Item item ? item.value : 0;
    }
}

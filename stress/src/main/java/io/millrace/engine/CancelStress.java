package io.millrace.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A taker that ends, against a sender that puts and tells: nothing is torn, and the sender sees it.
 */
@JCStressTest
@Outcome(
        id = {"0, 0, 0", "0, 1, 0", "1, 0, 0", "1, 1, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "taken or not, refused or not, and refused ever after")
@Outcome(expect = Expect.FORBIDDEN, desc = "still taken in after the end was seen")
@State
public class CancelStress {

    private final Pair pair = new Pair(4, 1 << 20, false);

    @Actor
    public void sender(III_Result r) {
        pair.put(1, 1);
        pair.ring.flush();
        r.r1 = pair.put(2, 2) ? 1 : 0;
        pair.ring.flush();
    }

    @Actor
    public void taker(III_Result r) {
        r.r2 = pair.poll() instanceof Integer item ? item : 0;
        pair.ring.cancel();
    }

    @Arbiter
    public void after(III_Result r) {
        pair.put(3, 3);
        pair.ring.flush();
        r.r3 = pair.put(4, 4) ? 1 : 0;
    }
}

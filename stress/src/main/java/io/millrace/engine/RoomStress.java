package io.millrace.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Dekker's pattern for room, through the whole of put and release: a sender that would sleep, since
 * it sees no room, is roused by the taker that gives some back.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "saw the room")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "saw the room, and was roused for nothing")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "slept, and was roused")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "would sleep for ever")
@State
public class RoomStress {

    private final Pair pair = new Pair(1, 1 << 20, false);

    public RoomStress() {
        pair.put(1, 1);
    }

    @Actor
    public void sender(II_Result r) {
        r.r1 = pair.put(2, 2) ? 1 : 0;
    }

    @Actor
    public void taker(II_Result r) {
        pair.poll();
        r.r2 = pair.sender.roused;
    }
}

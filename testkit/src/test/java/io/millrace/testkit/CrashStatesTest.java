package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.checkpoint.StateException;
import io.millrace.engine.checkpoint.StateException.Code;
import io.millrace.testkit.SimulatedDisk.Answer;
import io.millrace.testkit.SimulatedDisk.Crash;
import io.millrace.testkit.SimulatedDisk.Kind;
import io.millrace.testkit.StoreLife.Content;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** Checkpoints on a disk that loses power, fails or is full. */
class CrashStatesTest {

    /** A seed alone is one to replay. */
    private static final @Nullable Long SEED = Long.getLong("millrace.seed");

    private static final int STATES = Integer.getInteger("millrace.crash.states", 10_000);
    private static final int BATCH = 4;
    private static final int LIVES = 4;

    @Test
    @DisplayName("F2 after any loss of power the last committed epoch is found, whole")
    void loss_of_power() {
        long first = SEED != null ? SEED : new SplittableRandom().nextLong(1_000_000_000);
        var states = new AtomicLong();
        long start = System.nanoTime();
        long seed = first;
        do {
            LongStream.range(seed, seed + (SEED == null ? BATCH : 1))
                    .parallel()
                    .forEach(each -> states.addAndGet(lives(each)));
            seed += BATCH;
        } while (SEED == null && states.get() < STATES);

        System.out.printf(
                "checkpoints: %,d crash states in %.1f s, seeds from %d%n",
                states.get(), (System.nanoTime() - start) / 1e9, first);
    }

    /** Lives a few lives on a disk, each on what the one before has left; returns the states. */
    private static long lives(long seed) {
        var random = new SplittableRandom(seed);
        long states = 0;
        SimulatedDisk disk = SimulatedDisk.empty();
        Content content = Content.NOTHING;
        for (int i = 0; i < LIVES; i++) {
            var life = new StoreLife(disk, content, random);
            StateException failure = life.live(random.nextInt(7));
            assertThat(failure).as("seed %d, life %d", seed, i).isNull();
            List<Crash> crashes = new ArrayList<>();
            disk.crashes(random.nextLong(), random.nextInt(4)).forEach(crashes::add);
            int next = random.nextInt(crashes.size());
            for (Crash crash : crashes) {
                recover(seed, life, crash);
            }
            states += crashes.size();
            Crash chosen = crashes.get(next);
            disk = random.nextInt(3) == 0 ? chosen.disk().kill() : chosen.disk();
            content = recover(seed, life, new Crash(chosen.operations(), chosen.how(), disk));
            disk = disk.kill();
        }
        return states;
    }

    private static Content recover(long seed, StoreLife life, Crash crash) {
        try {
            return life.recover(crash.operations(), crash.disk());
        } catch (StateException | AssertionError e) {
            throw new AssertionError(
                    """
                    seed %d, %s: %s
                    replay: mvn -pl testkit -am test -Dtest=CrashStatesTest \
                    -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.seed=%d
                    %s\
                    """
                            .formatted(
                                    seed,
                                    crash,
                                    e.getMessage(),
                                    seed,
                                    String.join("\n", life.disk.log())),
                    e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".*[.]changes", ".*[.]base", ".*[.]tmp", ".*/checkpoints", "/work"})
    void finds_a_force_that_is_left_out(String path) {
        int found = 0;
        for (long seed = 1; seed <= 200 && found == 0; seed++) {
            SimulatedDisk disk = SimulatedDisk.empty();
            disk.answer(
                    call ->
                            call.kind() == Kind.FORCE && call.path().toString().matches(path)
                                    ? Answer.IGNORE
                                    : Answer.OK);
            var life = new StoreLife(disk, Content.NOTHING, new SplittableRandom(seed));
            life.live(5);
            for (Crash crash : disk.crashes(seed, 1)) {
                try {
                    life.recover(crash.operations(), crash.disk());
                } catch (StateException | AssertionError _) {
                    found++;
                }
            }
        }
        assertThat(found).isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.class,
            names = {"FAIL", "FULL", "SHORT"})
    @DisplayName("F3 F4 whichever call fails, the last committed epoch is found, whole")
    void failing_calls(Answer answer) {
        for (int calls = 1; calls <= 16; calls *= 16) {
            for (int i = 1; failing(answer, i, i + calls); i++) {
                assertThat(i).as("calls of one life").isLessThan(10_000);
            }
        }
    }

    /**
     * Has some calls fail in a life.
     *
     * @return whether there were as many calls
     */
    private static boolean failing(Answer answer, int from, int to) {
        long seed = 17;
        var random = new SplittableRandom(seed);
        var before = new StoreLife(SimulatedDisk.empty(), Content.NOTHING, random);
        assertThat(before.live(4)).isNull();
        SimulatedDisk disk = before.disk.kill();
        Content content = before.recover(Integer.MAX_VALUE, before.disk.kill());
        boolean[] forced = new boolean[1];
        disk.answer(
                call -> {
                    boolean fails = call.number() >= from && call.number() < to;
                    forced[0] |= fails && isUnsafe(answer, call);
                    return fails ? answer : Answer.OK;
                });
        var life = new StoreLife(disk, content, random);
        StateException failure = life.live(4);

        Code code = failure == null ? null : failure.code();
        String where = "%s at calls %d to %d: %s".formatted(answer, from, to, failure);
        if (forced[0] && code != null) {
            assertThat(code).as(where).isEqualTo(Code.STORAGE_FSYNC);
        } else if (forced[0]) {
            assertThat(failure).as("%s is believed", where).isNotNull();
        } else if (answer == Answer.FULL) {
            assertThat(code).as(where).isIn(null, Code.STORAGE_FULL);
        } else if (answer == Answer.SHORT) {
            assertThat(code).as(where).isNull();
        }
        disk.answer(_ -> Answer.OK);
        Crash killed = new Crash(disk.operations(), where, disk.kill());
        recover(seed, life, killed);
        for (int i = 0; i < 3; i++) {
            recover(seed, life, new Crash(disk.operations(), where, disk.crash(random)));
        }
        return disk.calls() >= from;
    }

    /** Whether nobody knows what is on the disk: where it is full, a file may be written anew. */
    private static boolean isUnsafe(Answer answer, SimulatedDisk.Call call) {
        return call.kind() == Kind.FORCE
                && switch (answer) {
                    case FAIL -> true;
                    case FULL -> Files.isDirectory(call.path());
                    case OK, SHORT, IGNORE -> false;
                };
    }
}

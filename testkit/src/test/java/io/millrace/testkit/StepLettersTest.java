package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Output;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.engine.letters.LetterQueue;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;
import io.millrace.graph.Position;
import io.millrace.graph.StreamSpec;
import io.millrace.testkit.LivingParts.Role;
import io.millrace.testkit.LivingParts.Shape;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What fails in a step of a component that takes from its inputs in an order of its own. */
class StepLettersTest {

    private static final int SEEDS = 120;
    private static final Role LEFT = new Role(0, Shape.SOURCE, 1, 12, false, 0, false);
    private static final Role RIGHT = new Role(1, Shape.SOURCE, 1, 12, true, 0, false);
    private static final Role ZIP = new Role(2, Shape.ZIP, 1, 0, true, 2, true);
    private static final Role OUT = new Role(3, Shape.SINK, 1, 0, false, 1, false);
    private static final Role ERRORS = new Role(4, Shape.SINK, 1, 0, false, 1, false);
    private static final String[] REFUSED = {
        "c0:2/c2/!", "c0:6/c2/!", "c0:10/c2/!", "c1:2/c2/!", "c1:6/c2/!", "c1:10/c2/!"
    };

    private final Outside outside = new Outside();
    private SimulatedDisk disk = SimulatedDisk.empty();

    private Graph graph(Outside.Life life, boolean errorsAreBound) {
        List<Role> roles = new ArrayList<>(List.of(LEFT, RIGHT, ZIP, OUT));
        List<StreamSpec> streams = new ArrayList<>();
        streams.add(stream(LEFT, Output.DEFAULT, ZIP, "input"));
        streams.add(stream(RIGHT, Output.DEFAULT, ZIP, "input1"));
        streams.add(stream(ZIP, Output.DEFAULT, OUT, "input"));
        if (errorsAreBound) {
            roles.add(ERRORS);
            streams.add(stream(ZIP, Output.ERROR, ERRORS, "input"));
        }
        List<ComponentSpec> specs = new ArrayList<>();
        for (Role role : roles) {
            specs.add(
                    new ComponentSpec(
                            role.name(),
                            new LivingParts.Type(role, outside, life),
                            role,
                            ComponentSpec.Options.DEFAULT,
                            Position.NONE));
        }
        return new Graph("steps", disk.getPath("/work"), specs, streams, List.of())
                .with(new Graph.Settings(null, Duration.ofMillis(1)));
    }

    private static StreamSpec stream(Role from, String port, Role to, String input) {
        return new StreamSpec(
                new StreamSpec.Port(from.name(), port),
                new StreamSpec.Port(to.name(), input),
                null,
                StreamSpec.WhenFull.BLOCK,
                null,
                Position.NONE);
    }

    /** Kills the run at a step, and has the next one go on to the end. */
    private void killAndGoOn(long seed, boolean errorsAreBound) throws IOException {
        disk = SimulatedDisk.empty();
        Files.createDirectory(disk.getPath("/work"));
        var first = new Outside.Life(0);
        SimulatedDisk[] left = new SimulatedDisk[1];
        simulation(first, errorsAreBound)
                .killedAt(
                        5 * seed,
                        () -> {
                            first.isOver = true;
                            left[0] = disk.kill();
                        })
                .run(seed);
        if (left[0] != null) {
            disk = left[0];
        }
        Run.Outcome outcome = simulation(new Outside.Life(1), errorsAreBound).run(seed).outcome();
        assertThat(outcome).isEqualTo(new Run.Outcome.Finished());
    }

    private Simulation simulation(Outside.Life life, boolean errorsAreBound) {
        return Simulation.of(graph(life, errorsAreBound))
                .with(o -> o.withoutCopies().with(RunOptions.Keeping.DEFAULT));
    }

    @Test
    @DisplayName("F11 a dead letter of a step that a checkpoint cuts is written once")
    void a_letter_of_an_open_step_comes_once() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            killAndGoOn(seed, false);

            List<String> letters = new ArrayList<>();
            new LetterQueue(disk.getPath("/work/.millrace"))
                    .read(
                            LetterFilter.all(),
                            letter -> letters.add(LivingParts.textOf(letter.document())));
            assertThat(letters).as("seed %d", seed).containsExactlyInAnyOrder(REFUSED);
        }
    }

    @Test
    @DisplayName("F11 an error item of a step that a checkpoint cuts is shown once")
    void an_error_item_of_an_open_step_comes_once() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            outside.shown.clear();
            killAndGoOn(seed, true);

            assertThat(outside.of(ERRORS.name()).items)
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrder(REFUSED);
        }
    }
}

package io.millrace.graph;

import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Shorthand;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.Graph.Settings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** The settings of a graph as they are written, beside its components. */
final class GraphSettings {

    static final RecordDescription WRITTEN = RecordDescription.of(Written.class);

    private GraphSettings() {}

    record Written(
            @Doc("How often an item has its effect; without it, the strongest that all paths keep.")
                    @Nullable Delivery delivery,
            @Doc("When what a run has done is made durable.") @Default("{}") Checkpoint checkpoint,
            @Doc("Where the states of components are while the run works.") @Default("{}")
                    State state) {}

    record State(
            @Doc(
                            "memory, or rocksdb for more than fits there: on disk, with"
                                    + " 'millrace-rocksdb.jar'.")
                    @Default("memory")
                    @Shorthand
                    StatePlace backend) {}

    record Checkpoint(
            @Doc("How long from one checkpoint to the next, from 1ms to 1h.")
                    @Default("1s")
                    @Shorthand
                    Duration interval) {

        /** Checks the interval. */
        public Checkpoint {
            Settings.checkInterval(interval);
        }
    }

    /** Binds settings; those with problems are as if they were not given. */
    static Settings bound(Mapping written, Position position, List<Diagnostic> problems) {
        Object bound =
                new ConfigBinder(problems, "the blueprint", List.of())
                        .bind(WRITTEN, written, position);
        return bound instanceof Written w
                ? new Settings(w.delivery(), w.checkpoint().interval(), w.state().backend())
                : Settings.DEFAULT;
    }

    /** Refuses settings where they cannot hold: in a graph that is a part of others. */
    static void check(Scope scope) {
        GraphBuilder builder = scope.builder();
        if (builder.isWhole()) {
            return;
        }
        for (Field field : builder.settings().fields()) {
            String key = field.key().text();
            scope.problems()
                    .add(
                            Problem.NO_EFFECT
                                    .at(
                                            field.key().position(),
                                            "'%s' has no effect on a part of other blueprints"
                                                    .formatted(key))
                                    .withNote("it holds for a run as a whole")
                                    .withFix("say it in the blueprint that is run"));
        }
    }
}

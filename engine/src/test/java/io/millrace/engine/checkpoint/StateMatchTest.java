package io.millrace.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Document;
import io.millrace.engine.checkpoint.StateException.Code;
import io.millrace.engine.checkpoint.StateMatch.Now;
import io.millrace.engine.checkpoint.StateMatch.StateName;
import io.millrace.engine.state.Section;
import io.millrace.engine.state.StateTables;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

class StateMatchTest {

    private static final Section SEEN = perKey("count", "seen");
    private static final Section SUM = new Section("total", "sum", 0, "value: double");
    private static final InstanceId FLIGHTS = new InstanceId("flights", 0);
    private static final InstanceId OUT = new InstanceId("out", 0);
    private static final Document SOMEWHERE = Document.parse("{\"offset\":7}");

    private static final Map<String, Set<String>> KEYS =
            Map.of("count", Set.of("item.k"), "total", Set.of(""));

    private static Section perKey(String component, String state) {
        return new Section(component, state, Section.BY_KEY, "value: long");
    }

    private static Manifest kept(Section... sections) {
        var all = new LinkedHashSet<>(List.of(sections));
        var file = new StateFile(StateFile.Kind.CHANGES, 12, 12, 100, 0, all);
        return new Manifest(
                "flights",
                12,
                1,
                Instant.EPOCH,
                false,
                Map.of(FLIGHTS, SOMEWHERE),
                Map.of(OUT, SOMEWHERE),
                KEYS,
                List.of(file),
                11,
                0);
    }

    private static Now now(Section... sections) {
        return new Now(List.of(sections), Map.of(), Set.of(FLIGHTS), Set.of(OUT), Map.of(), KEYS);
    }

    private static StateMatch match(Manifest kept, Now now, String... dropped) {
        return StateMatch.of(kept, now, Set.of(dropped), _ -> false);
    }

    private static void refused(Manifest kept, Now now, String... words) {
        assertThatThrownBy(() -> match(kept, now))
                .isInstanceOfSatisfying(
                        StateException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.STATE_MISMATCH))
                .hasMessageContaining("the checkpoint of epoch 12 does not fit")
                .hasMessageContainingAll(words);
    }

    @Test
    void what_is_the_same_is_where_it_was() {
        StateMatch match = match(kept(SEEN, SUM), now(SUM, SEEN));

        assertThat(match.target(SEEN)).isEqualTo(SEEN);
        assertThat(match.target(SUM)).isEqualTo(SUM);
        assertThat(match.positions()).containsOnly(Map.entry(FLIGHTS, SOMEWHERE));
        assertThat(match.sealed()).containsOnly(Map.entry(OUT, SOMEWHERE));
        assertThat(match.isUnchanged()).isTrue();
    }

    @Test
    @DisplayName("F24 a state that was added is empty")
    void added_state_is_empty() {
        StateMatch match = match(kept(SEEN), now(SEEN, SUM));

        assertThat(match.target(SEEN)).isEqualTo(SEEN);
        assertThat(match.isUnchanged()).isTrue();
    }

    @Test
    @DisplayName("F24 a state that was removed is refused unless it is given up")
    void removed_state_is_refused_unless_dropped() {
        refused(
                kept(SEEN, SUM),
                now(SUM),
                "state 'seen' of component 'count'",
                "--drop-state count.seen",
                "--fresh");

        for (String dropped : List.of("count", "count.seen")) {
            StateMatch match = match(kept(SEEN, SUM), now(SUM), dropped);
            assertThat(match.target(SEEN)).isNull();
            assertThat(match.target(SUM)).isEqualTo(SUM);
            assertThat(match.isUnchanged()).isFalse();
        }
    }

    @Test
    @DisplayName("F24 a state of which nothing is left may be removed")
    void removed_state_without_records_is_no_loss() {
        StateMatch match =
                StateMatch.of(kept(SEEN, SUM), now(SUM), Set.of(), section -> section.equals(SEEN));

        assertThat(match.target(SEEN)).isNull();
    }

    @Test
    @DisplayName("F24 a state that is given up may be declared in another way")
    void dropped_state_begins_anew() {
        var text = new Section("count", "seen", Section.BY_KEY, "value: text");

        assertThat(match(kept(SEEN), now(text), "count.seen").target(SEEN)).isNull();
    }

    @Test
    @DisplayName("F24 a renamed state and a renamed component are found")
    void renamed_is_found() {
        var now =
                new Now(
                        List.of(perKey("counter", "met")),
                        Map.of(new StateName("counter", "met"), "seen"),
                        Set.of(new InstanceId("arrivals", 0)),
                        Set.of(new InstanceId("file", 0)),
                        Map.of("counter", "count", "arrivals", "flights", "file", "out"),
                        Map.of("counter", Set.of("item.k")));

        StateMatch match = match(kept(SEEN), now);

        assertThat(match.target(SEEN)).isEqualTo(perKey("counter", "met"));
        assertThat(match.positions()).containsOnlyKeys(new InstanceId("arrivals", 0));
        assertThat(match.sealed()).containsOnlyKeys(new InstanceId("file", 0));
        assertThat(match.isUnchanged()).isFalse();
    }

    @Test
    @DisplayName("F24 a former name that another still has is not taken from it")
    void former_name_that_is_in_use_stays_with_its_owner() {
        Section other = perKey("other", "seen");
        var now =
                new Now(
                        List.of(SEEN, other),
                        Map.of(),
                        Set.of(FLIGHTS),
                        Set.of(OUT),
                        Map.of("other", "count"),
                        Map.of());

        StateMatch match = match(kept(SEEN), now);

        assertThat(match.target(SEEN)).isEqualTo(SEEN);
    }

    @Test
    @DisplayName("F24 two states are not made one")
    void two_states_are_not_made_one() {
        Section other = perKey("other", "seen");
        var now =
                new Now(
                        List.of(other),
                        Map.of(),
                        Set.of(FLIGHTS),
                        Set.of(OUT),
                        Map.of("other", "count"),
                        Map.of());

        refused(kept(SEEN, other), now, "'other.seen' and 'count.seen' are both in the checkpoint");
    }

    @Test
    @DisplayName("F24 items on their way to an instance that is gone are not left behind silently")
    void items_on_their_way_are_kept_or_refused() {
        Section first = new Section("zip", StateTables.STREAMS + "left", 0, "list any");
        Section second = new Section("zip", StateTables.STREAMS + "left", 1, "list any");
        Section time = new Section("zip", "$time", 1, "map text -> long");

        refused(kept(first, second, time), now(first), "'$channel.left' of component 'zip'");

        StateMatch match =
                StateMatch.of(
                        kept(first, second, time), now(first), Set.of(), s -> s.equals(second));
        assertThat(match.target(first)).isEqualTo(first);
        assertThat(match.target(time)).isNull();
    }

    @Test
    @DisplayName("F24 all that does not fit is said at once")
    void all_that_does_not_fit_is_said_at_once() {
        Section third = new Section("total", "sum", 3, "value: double");
        Section gone = perKey("gone", "x");
        var now =
                new Now(
                        List.of(
                                new Section("count", "seen", Section.BY_KEY, "value: text"),
                                SUM,
                                new Section("per", "item", 0, "value: long")),
                        Map.of(),
                        Set.of(),
                        Set.of(),
                        Map.of(),
                        Map.of());

        refused(
                kept(SEEN, SUM, third, gone, perKey("per", "item")),
                now,
                "'seen' of component 'count' was kept as 'value: long', and is 'value: text' now",
                "'sum' of component 'total' was kept for instance 3, and parallelism is 1 now",
                "'x' of component 'gone' is in the checkpoint, and nothing has it now",
                "'item' of component 'per' was kept per key, and is per instance now",
                "component 'flights' has a position in the checkpoint",
                "component 'out' has a sealed output in the checkpoint");
    }

    @Test
    @DisplayName("F24 a source and a sink that were removed are refused unless they are given up")
    void removed_source_and_sink_may_be_dropped() {
        var now = new Now(List.of(), Map.of(), Set.of(), Set.of(), Map.of(), Map.of());

        refused(kept(), now, "--drop-state flights", "--drop-state out");

        StateMatch match = match(kept(), now, "flights", "out");
        assertThat(match.positions()).isEmpty();
        assertThat(match.sealed()).isEmpty();
    }

    private static Now keyedBy(Map<String, Set<String>> keys) {
        return new Now(List.of(SEEN, SUM), Map.of(), Set.of(FLIGHTS), Set.of(OUT), Map.of(), keys);
    }

    @Test
    @DisplayName("F24 state by a key that was changed is refused unless it is given up")
    void changed_key_is_refused_unless_dropped() {
        Now now = keyedBy(Map.of("count", Set.of("item.n"), "total", Set.of("item.n")));

        refused(
                kept(SEEN, SUM),
                now,
                "component 'count' has state that was kept by 'item.k', and its key is 'item.n'"
                        + " now: change it back, or give it up with --drop-state count\nor");

        StateMatch match = match(kept(SEEN, SUM), now, "count");
        assertThat(match.target(SEEN)).isNull();
        assertThat(match.target(SUM)).isEqualTo(SUM); // not by key
    }

    @Test
    @DisplayName("F24 a key that was changed is no loss where nothing is kept by it")
    void changed_key_without_records_is_no_loss() {
        Now now = keyedBy(Map.of("count", Set.of("")));

        StateMatch match = StateMatch.of(kept(SEEN), now, Set.of(), section -> true);

        assertThat(match.target(SEEN)).isEqualTo(SEEN);
    }

    @Test
    @DisplayName("F24 another input, with another key, is no other key")
    void key_of_one_more_input_is_accepted() {
        Now now = keyedBy(Map.of("count", Set.of("item.k", "item.n")));

        assertThat(match(kept(SEEN), now).target(SEEN)).isEqualTo(SEEN);
    }

    @Test
    @DisplayName("F24 what is to be given up has to be there")
    void dropped_name_has_to_be_there() {
        Set<String> known = Set.of("count", "count.seen", "flights", "out");

        StateMatch.checkDropped(kept(SEEN), known);
        StateMatch.checkDropped(null, Set.of());

        assertThatThrownBy(() -> StateMatch.checkDropped(kept(SEEN), Set.of("out", "cuont")))
                .hasMessage(
                        "--drop-state cuont: nothing of that name is in the checkpoint of epoch 12,"
                            + " which has count, count.seen, flights, out; did you mean 'count'?");
        assertThatThrownBy(() -> StateMatch.checkDropped(null, known))
                .hasMessageContaining("there is no checkpoint to drop it from");
    }
}

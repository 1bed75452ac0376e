package io.millrace.components.flow;

import static io.millrace.components.flow.Expressions.item;
import static io.millrace.components.flow.Expressions.when;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.ComponentTester;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;

class RouterTest {

    private static final Router.Route BIG = new Router.Route(when("n", n -> n > 9), "big");
    private static final Router.Route EVEN = new Router.Route(when("n", n -> n % 2 == 0), "even");

    private final Router.Config config = new Router.Config(List.of(BIG, EVEN), "rest");
    private final ComponentTester router =
            ComponentTester.of(Router::new, config)
                    .input(item("{'n':12}"), item("{'n':4}"), item("{'n':3}"), item("{}"));

    @Test
    @DisplayName("M031 X008 X012 the first route that takes an item has it")
    void sends_each_item_by_the_first_route_that_takes_it() throws Exception {
        var run = router.run().finished();

        assertThat(run.output("big")).containsExactly(item("{'n':12}"));
        assertThat(run.output("even")).containsExactly(item("{'n':4}"));
        assertThat(run.output("rest")).containsExactly(item("{'n':3}"));
        assertThat(run.errorMessages()).containsExactly("no field 'n'");
    }

    @Test
    void gives_the_items_of_an_unbound_output_to_the_default() throws Exception {
        var run = router.unbound("even").run().finished();

        assertThat(run.output("rest")).containsExactly(item("{'n':4}"), item("{'n':3}"));
    }

    @Test
    void counts_what_no_bound_output_takes() throws Exception {
        var run = router.unbound("even").unbound("rest").run().finished();

        assertThat(run.output("big")).hasSize(1);
        assertThat(run.status().dropped()).containsEntry("unbound", 2L);
    }

    @Test
    @DisplayName("M026 X012 the outputs follow from the routes")
    void outputs_follow_from_the_routes() {
        var twice = new Router.Route(BIG.when(), "even");

        assertThat(config.outputs()).containsExactly("big", "even", "rest");
        assertThat(new Router.Config(List.of(EVEN, twice), "default").outputs())
                .containsExactly("even", "default");
    }

    @Test
    @DisplayName("X014 a router without routes is refused")
    void refuses_no_routes_and_routes_to_error() {
        var error = new Router.Route(BIG.when(), "error");

        assertThatThrownBy(() -> new Router.Config(List.of(), "default"))
                .hasMessage("routes: is empty; say at least one");
        assertThatThrownBy(() -> new Router.Config(List.of(error), "default"))
                .hasMessage(
                        "routes: 'error' cannot be an output to route to; it is for failed items");
        assertThatThrownBy(() -> new Router.Config(List.of(BIG), " "))
                .hasMessageStartingWith("default: ");
    }
}

package io.millrace.graph;

import io.millrace.graph.Guarantees.Path;
import io.millrace.graph.Guarantees.Weakness;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Refuses a graph whose paths cannot keep the delivery that is asked for. */
final class DeliveryCheck {

    private final Scopes scopes;
    private final Delivery asked;
    private final Position position;

    DeliveryCheck(Scopes scopes, Delivery asked, Position position) {
        this.scopes = scopes;
        this.asked = asked;
        this.position = position;
    }

    /** Reports each end of a path that is too weak, once. */
    void run(List<StreamSpec> streams) {
        var found = new LinkedHashSet<Weakness>();
        for (Path path : Guarantees.kept(scopes.specs(), streams).paths()) {
            Weakness weakest = path.weakest();
            if (weakest != null && weakest.delivery().isWeakerThan(asked)) {
                found.add(weakest);
            }
        }
        found.forEach(weakness -> report(weakness, found));
    }

    private void report(Weakness weakness, Set<Weakness> all) {
        Node node = scopes.nodes().get(weakness.component());
        if (node == null) {
            return;
        }
        Delivery kept = Delivery.EXACTLY_ONCE;
        for (Weakness each : all) {
            kept = Delivery.weaker(kept, each.delivery());
        }
        Diagnostic problem =
                Problem.WEAK_PATH
                        .at(
                                node.name().position(),
                                "with component '%s', 'delivery: %s' cannot be kept"
                                        .formatted(node.name().text(), asked))
                        .withNote(
                                weakness.reason()
                                        + ", so its paths are "
                                        + weakness.delivery()
                                        + " at most");
        node.scope()
                .problems()
                .add(
                        (position.line() == 0
                                        ? problem
                                        : problem.withNote("it is asked for at " + position))
                                .withFix(
                                        "use another type, or write 'delivery: %s'"
                                                .formatted(kept)));
    }
}

package io.millrace.graph;

import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks what is written beside a component's configuration. */
final class OptionCheck {

    private final Map<String, Node> nodes;

    OptionCheck(Map<String, Node> nodes) {
        this.nodes = nodes;
    }

    /** Checks the options of one component. */
    void check(Node node, ComponentSpec spec) {
        parallelism(node, spec);
        if (node.ownsItsLoop()) {
            for (String policy : List.of("on_error", "timeout", "circuit_breaker", "bulkhead")) {
                onLoop(node, spec, policy);
            }
        } else {
            withoutEffect(
                    node, "batch", "it takes its items one by one", "put a Batcher before it");
        }
        if (node.isSource()) {
            onSource(node, spec);
        }
        if (spec.outputs().isEmpty()) {
            withoutEffect(node, "distribute", "a sink sends nothing on", "take it away");
        }
    }

    private static void parallelism(Node node, ComponentSpec spec) {
        int parallelism = spec.options().parallelism();
        Traits traits = ComponentDescription.traits(spec.type().implementation());
        if (traits != null && parallelism > traits.maxParallelism()) {
            node.report(
                    Problem.TOO_PARALLEL
                            .at(
                                    node.at("parallelism"),
                                    "component '%s' cannot run %d times side by side"
                                            .formatted(node.name().text(), parallelism))
                            .withNote(
                                    "most instances of '%s': %d"
                                            .formatted(
                                                    spec.type().name(), traits.maxParallelism())));
        }
    }

    private static void onSource(Node node, ComponentSpec spec) {
        String why = "a source takes no items";
        String elsewhere = "put it on what takes its items";
        withoutEffect(node, "key", why, elsewhere);
        withoutEffect(node, "event_time", why, elsewhere);
        withoutEffect(node, "buffer", why, "put it on a binding");
        for (String policy : List.of("timeout", "circuit_breaker", "bulkhead")) {
            withoutEffect(node, policy, why, "take it away");
        }
        if (spec.options().policies().retries() > 0) {
            withoutEffect(node, "on_error", why + " to try again", "take 'retries' away");
        }
    }

    private static void withoutEffect(Node node, String option, String why, String fix) {
        if (node.options().get(option) != null) {
            node.report(
                    Problem.NO_EFFECT
                            .at(
                                    node.atKey(option),
                                    "'%s' has no effect on component '%s'"
                                            .formatted(option, node.name().text()))
                            .withNote(why)
                            .withFix(fix));
        }
    }

    private static void onLoop(Node node, ComponentSpec spec, String policy) {
        if (node.options().get(policy) != null) {
            node.report(
                    Problem.POLICY_ON_LOOP
                            .at(
                                    node.atKey(policy),
                                    "'%s' cannot be applied to component '%s'"
                                            .formatted(policy, node.name().text()))
                            .withNote(
                                    "'%s' owns its loop, so it deals with its items itself"
                                            .formatted(spec.type().name()))
                            .withFix("take '" + policy + "' away"));
        }
    }

    /** Checks the options that have to do with those of other components. */
    void together() {
        bulkheads();
        renamed();
    }

    private void bulkheads() {
        var sizes = new LinkedHashMap<String, Node>();
        for (Node node : nodes.values()) {
            Policies.Bulkhead bulkhead = bulkhead(node);
            if (bulkhead == null || bulkhead.name().isEmpty()) {
                continue;
            }
            Node first = sizes.putIfAbsent(bulkhead.name(), node);
            Policies.Bulkhead other = first == null ? null : bulkhead(first);
            if (first != null && other != null && other.concurrent() != bulkhead.concurrent()) {
                node.report(
                        Problem.TWO_BULKHEADS
                                .at(
                                        node.at("bulkhead"),
                                        "bulkhead '%s' lets %d through here, and %d at '%s'"
                                                .formatted(
                                                        bulkhead.name(),
                                                        bulkhead.concurrent(),
                                                        other.concurrent(),
                                                        first.name().text()))
                                .withFix("give both the same number, or two names"));
            }
        }
    }

    private void renamed() {
        var takers = new HashMap<String, Node>();
        for (Node node : nodes.values()) {
            String former = node.spec() == null ? null : node.spec().options().renamedFrom();
            Node other = former == null ? null : nodes.getOrDefault(former, takers.get(former));
            if (former != null && other != null) {
                node.report(
                        Problem.STATE_OF_ANOTHER
                                .at(
                                        node.at("renamed_from"),
                                        "component '%s' cannot take over the state of '%s'"
                                                .formatted(node.name().text(), former))
                                .withNote(
                                        nodes.containsKey(former)
                                                ? "there is a component of that name"
                                                : "component '%s' takes it over"
                                                        .formatted(other.name().text()))
                                .withFix("take 'renamed_from' away"));
            }
            if (former != null) {
                takers.putIfAbsent(former, node);
            }
        }
    }

    private static Policies.@Nullable Bulkhead bulkhead(Node node) {
        return node.spec() == null ? null : node.spec().options().policies().bulkhead();
    }
}

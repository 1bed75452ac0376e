package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The nodes that evaluate a body for each element of a list, or key of a map. */
abstract class Macro extends Node {

    private final Node range;
    private final int slot;
    private final int cost;

    /**
     * Creates one.
     *
     * @param type the type of the result
     * @param loop what it goes over
     * @param source its text
     */
    Macro(Type type, Loop loop, String source) {
        super(type, source);
        range = loop.range();
        slot = loop.slot();
        cost = loop.cost();
    }

    /**
     * What a macro goes over.
     *
     * @param range the list or map
     * @param slot the place of the variable in the scope
     * @param cost the units that one element uses up
     */
    record Loop(Node range, int slot, int cost) {}

    /** Returns the elements: a list. */
    final Object elements(Document item, Current current, Scope scope) {
        Object value = range.eval(item, current, scope);
        if (Values.size(value) < 0) {
            throw range.mismatch(Type.of(value), "a list or a map");
        }
        return Values.elements(value);
    }

    /** Sets the variable to an element, and returns it. */
    final Object enter(Object elements, int index, Scope scope) {
        scope.charge(cost);
        Object element = Values.element(elements, index);
        scope.local(slot, element);
        return element;
    }

    /**
     * {@code all} and {@code exists}: an element that decides makes failures of others not matter.
     */
    static final class Quantifier extends Macro {

        private final boolean decisive;
        private final Node condition;

        Quantifier(boolean decisive, Loop loop, Node condition, String source) {
            super(Type.BOOL, loop, source);
            this.decisive = decisive;
            this.condition = condition;
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return test(item, current, scope);
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            Object elements = elements(item, current, scope);
            @Nullable Failure first = null;
            for (int i = 0; i < Values.size(elements); i++) {
                try {
                    enter(elements, i, scope);
                    if (condition.test(item, current, scope) == decisive) {
                        return decisive;
                    }
                } catch (Failure e) {
                    first = first == null ? e : first;
                }
            }
            if (first != null) {
                throw first;
            }
            return !decisive;
        }
    }

    /** {@code exists_one}. */
    static final class ExistsOne extends Macro {

        private final Node condition;

        ExistsOne(Loop loop, Node condition, String source) {
            super(Type.BOOL, loop, source);
            this.condition = condition;
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            Object elements = elements(item, current, scope);
            int found = 0;
            for (int i = 0; i < Values.size(elements); i++) {
                enter(elements, i, scope);
                found += condition.test(item, current, scope) ? 1 : 0;
            }
            return found == 1;
        }
    }

    /**
     * {@code map} and {@code filter}: the elements that meet a condition, each turned into a value.
     */
    static final class Selected extends Macro {

        private final @Nullable Node condition;
        private final @Nullable Node result;

        Selected(Loop loop, @Nullable Node condition, @Nullable Node result, String source) {
            super(Type.LIST, loop, source);
            this.condition = condition;
            this.result = result;
        }

        @Override
        List<Object> eval(Document item, Current current, Scope scope) {
            Object elements = elements(item, current, scope);
            var values = new ArrayList<Object>();
            for (int i = 0; i < Values.size(elements); i++) {
                Object element = enter(elements, i, scope);
                if (condition == null || condition.test(item, current, scope)) {
                    values.add(result == null ? element : result.eval(item, current, scope));
                }
            }
            return values;
        }
    }
}

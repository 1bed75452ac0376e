package io.millrace.testkit;

import io.millrace.graph.ComponentSpec;

import java.lang.reflect.RecordComponent;

/** Finds the variant of a component in its options. */
final class Variants {

    private static final String DEFAULT = "default";

    private Variants() {}

    /** Returns what the option {@code variant} says. */
    static String of(ComponentSpec spec) {
        RecordComponent[] options = spec.config().getClass().getRecordComponents();
        if (options == null) {
            return DEFAULT;
        }
        for (RecordComponent option : options) {
            if (option.getName().equals("variant")) {
                try {
                    return String.valueOf(option.getAccessor().invoke(spec.config()));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalArgumentException(option + " cannot be read", e);
                }
            }
        }
        return DEFAULT;
    }
}

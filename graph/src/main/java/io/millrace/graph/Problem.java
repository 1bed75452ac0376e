package io.millrace.graph;

import io.millrace.graph.Diagnostic.Severity;

import java.util.Collection;
import java.util.List;

/**
 * Every kind of problem that a blueprint or graph can have, with its stable code.
 *
 * @since 0.1
 */
public enum Problem {
    /** The text is no YAML. */
    SYNTAX(101, "the text is not YAML"),
    /** The file is missing, a folder, or may not be read. */
    UNREADABLE(102, "the file cannot be read"),
    /** The file is not UTF-8. */
    ENCODING(103, "the file is not UTF-8 text"),
    /** The file is too large. */
    TOO_LARGE(104, "the file is larger than 1 MiB"),
    /** The file says nothing. */
    EMPTY(105, "the file is empty"),
    /** The file holds several documents. */
    SEVERAL_DOCUMENTS(106, "the file holds more than one document"),
    /** A YAML tag is used. */
    TAG(107, "a tag is used"),
    /** A key is given twice in one mapping. */
    DUPLICATE_KEY(108, "a key is given twice"),
    /** The text is nested too deep. */
    TOO_DEEP(109, "the text is nested too deep"),
    /** Aliases are used too often, or blow the text up. */
    ALIASES(110, "aliases are used too much"),
    /** A list stands where a mapping is needed, or the like. */
    WRONG_SHAPE(111, "a part of the blueprint has the wrong form"),
    /** A key of the blueprint itself is not known. */
    UNKNOWN_KEY(112, "a key is not known"),
    /** A key of the blueprint itself is missing. */
    MISSING_KEY(113, "a key is missing"),
    /** Something of a later version is asked for. */
    NOT_AVAILABLE(114, "something is not available in this version"),
    /** More is wrong than is shown. */
    MORE_PROBLEMS(115, "there are more problems than are shown", Severity.NOTICE),
    /** A reference {@code ${…}} is malformed. */
    BAD_REFERENCE(120, "a reference ${…} is malformed"),
    /** A reference {@code ${…}} has no value. */
    UNDEFINED_REFERENCE(121, "a reference ${…} has no value"),
    /** A setting names no parameter of the blueprint. */
    UNUSED_SETTING(122, "a setting is used nowhere"),

    /** A binding names a component that is not there. */
    UNKNOWN_COMPONENT(201, "a binding names a component that is not there"),
    /** A component's type is not known. */
    UNKNOWN_TYPE(202, "a component's type is not known"),
    /** A binding names an input or output that the component does not have. */
    UNKNOWN_PORT(203, "a binding names an input or output that is not there"),
    /** Two components have one name. */
    DUPLICATE_NAME(204, "two components have one name"),
    /** A name is not made as names are. */
    BAD_NAME(205, "a name is not allowed"),
    /** A binding cannot be understood. */
    BAD_BINDING(206, "a binding cannot be understood"),
    /** A binding leads into a source. */
    INTO_SOURCE(207, "a binding leads into a source"),
    /** A binding leads out of a sink. */
    OUT_OF_SINK(208, "a binding leads out of a sink"),
    /** One stream is bound twice. */
    BOUND_TWICE(209, "a stream is bound twice"),
    /** The components form a cycle. */
    CYCLE(210, "components form a cycle"),
    /** What an output sends goes nowhere. */
    UNBOUND_OUTPUT(211, "an output is bound to nothing", Severity.WARNING),
    /** Failed items are to go to an error stream that goes nowhere. */
    UNBOUND_ERRORS(212, "an error stream goes nowhere", Severity.WARNING),
    /** A fan-out that meets again may block for ever. */
    DEADLOCK(213, "streams that part and meet again may block each other", Severity.WARNING),
    /** No item can reach a component. */
    UNREACHABLE(214, "no item can reach a component", Severity.WARNING),
    /** One of several inputs gets nothing. */
    UNBOUND_INPUT(215, "an input is bound to nothing", Severity.WARNING),
    /** A stream's name fits both ends of a binding. */
    AMBIGUOUS_STREAM(216, "a stream's name fits both ends of its binding", Severity.WARNING),
    /** More instances are asked for than the type allows. */
    TOO_PARALLEL(217, "a component cannot have that many instances"),
    /** A stateful component runs in parallel without a key. */
    PARALLEL_WITHOUT_KEY(218, "a stateful component runs in parallel without a key"),
    /** Items are to be distributed by key and have none. */
    DISTRIBUTE_WITHOUT_KEY(219, "items are distributed by a key they do not have"),
    /** A component that is no handler is given an error policy. */
    POLICY_ON_LOOP(220, "a component that owns its loop is given an error policy"),
    /** An option can have no effect where it stands. */
    NO_EFFECT(221, "an option has no effect"),
    /** There is no component. */
    NO_COMPONENTS(222, "there are no components"),
    /** A component type cannot be used as it was written. */
    BROKEN_TYPE(223, "a component type is not written as it must be"),
    /** A blueprint that is meant to be a component is run. */
    NOT_WHOLE(224, "a blueprint with inputs or outputs is run by itself"),
    /** A blueprint is a component of itself. */
    RECURSION(225, "a blueprint uses itself"),
    /** A blueprint is a component, and names neither inputs nor outputs. */
    NO_ENDS(226, "a blueprint without inputs and outputs is used as a component"),
    /** Blueprints within blueprints become too many or too deep. */
    TOO_MANY(227, "blueprints within blueprints are too many or too deep"),
    /** A component's type has no such variant. */
    UNKNOWN_VARIANT(228, "a component's type has no such variant"),
    /** The default variant runs in the place of one that there is not. */
    ASSUMED_VARIANT(229, "the default runs for a variant that is not there", Severity.WARNING),
    /** Components share a bulkhead and disagree on its size. */
    TWO_BULKHEADS(230, "a bulkhead is given two sizes"),
    /** Java source does not compile. */
    SOURCE_ERROR(231, "the Java source of a component cannot be compiled"),
    /** The compiler warns of Java source. */
    SOURCE_WARNING(232, "the compiler warns of a component's Java source", Severity.WARNING),
    /** Java source lies where a blueprint may not reach. */
    OUTSIDE(233, "a component's Java source is outside of the blueprint's folder"),
    /** Java source holds no component, or several. */
    NO_COMPONENT(234, "Java source does not hold one component"),
    /** A path cannot keep the delivery that is asked for. */
    WEAK_PATH(235, "a path cannot keep the delivery that is asked for"),
    /** A component takes over state that is still another's. */
    STATE_OF_ANOTHER(236, "a component takes over state that is still another's"),
    /** Event time is read behind instances that run side by side. */
    TIME_AFTER_PARALLEL(237, "event time is read where items are out of order", Severity.WARNING),

    /** An option is not known. */
    UNKNOWN_OPTION(301, "an option is not known"),
    /** A required option is missing. */
    MISSING_OPTION(302, "a required option is missing"),
    /** A value has the wrong type. */
    WRONG_TYPE(303, "a value has the wrong type"),
    /** A number is out of its range. */
    OUT_OF_RANGE(304, "a number is out of its range"),
    /** A value is none of those allowed. */
    NOT_ALLOWED(305, "a value is not one of those allowed"),
    /** A component refuses its configuration. */
    REFUSED(306, "a component refuses its options"),
    /** An expression does not compile. */
    BAD_EXPRESSION(307, "an expression cannot be compiled");

    private static final int LONGEST_MESSAGE = 400;
    private static final int LONGEST_LIST = 200;

    private final String code;
    private final String title;
    private final Severity severity;

    Problem(int code, String title) {
        this(code, title, Severity.ERROR);
    }

    Problem(int code, String title, Severity severity) {
        this.code = "MR" + code;
        this.title = title;
        this.severity = severity;
    }

    /** Returns the stable code, as {@code MR203}. */
    public String code() {
        return code;
    }

    /** Returns what it is, in general. */
    public String title() {
        return title;
    }

    /** Returns how bad it is. */
    public Severity severity() {
        return severity;
    }

    /**
     * Returns a case of it.
     *
     * @param position where
     * @param message what is wrong, in the user's words, without a period
     */
    public Diagnostic at(Position position, String message) {
        return new Diagnostic(
                severity, code, shortened(message, LONGEST_MESSAGE), position, List.of(), null);
    }

    /** Returns names with commas between, as many as fit a line. */
    static String listed(Collection<String> names) {
        return shortened(String.join(", ", names), LONGEST_LIST);
    }

    /** Returns the beginning of a text that is too long to be shown. */
    static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}

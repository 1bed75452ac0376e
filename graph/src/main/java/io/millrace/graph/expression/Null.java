package io.millrace.graph.expression;

/** The value {@code null} of an expression. */
enum Null {
    /** The only one. */
    NULL
}

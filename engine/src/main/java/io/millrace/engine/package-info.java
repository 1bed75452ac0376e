/**
 * The embedded engine: plans a graph, fuses it, and runs it on virtual threads.
 *
 * <p>{@code docs/architecture.md} tells which class is about what ("The rooms of the engine").
 */
@NullMarked
package io.millrace.engine;

import org.jspecify.annotations.NullMarked;

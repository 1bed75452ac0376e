/** The embedded engine: plans a graph, fuses it, and runs it on virtual threads. */
@NullMarked
package io.millrace.engine;

import org.jspecify.annotations.NullMarked;

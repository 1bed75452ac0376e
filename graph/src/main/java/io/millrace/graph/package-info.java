/** The component catalogue, the graph with its builder and checks, and the expression compiler. */
@NullMarked
package io.millrace.graph;

import org.jspecify.annotations.NullMarked;

/** Compiles Java source in memory, and loads what came of it. */
@NullMarked
package io.millrace.graph.source;

import org.jspecify.annotations.NullMarked;

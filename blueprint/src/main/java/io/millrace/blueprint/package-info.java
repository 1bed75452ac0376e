/** Reads the YAML text of a blueprint into calls of the graph builder. */
@NullMarked
package io.millrace.blueprint;

import org.jspecify.annotations.NullMarked;

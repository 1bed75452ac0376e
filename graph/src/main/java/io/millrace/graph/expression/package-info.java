/**
 * The compiler of CEL expressions, a package of its own because a language's front end and run time
 * are some forty types that nothing else in the graph needs to see.
 */
@NullMarked
package io.millrace.graph.expression;

import org.jspecify.annotations.NullMarked;

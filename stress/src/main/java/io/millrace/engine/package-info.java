/** Checks of the ring and its parker against the memory model, by jcstress. */
@org.jspecify.annotations.NullMarked
package io.millrace.engine;

/** The way of the fuzzing into the readers of files. */
@org.jspecify.annotations.NullMarked
package io.millrace.engine.checkpoint;

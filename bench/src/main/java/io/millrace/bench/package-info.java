/** Measures the engine's inner parts and whole pipelines with JMH. */
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;

/** Runs Millrace and its peers on the same work, side by side; {@code bench/compare} starts it. */
@NullMarked
package io.millrace.bench.peers;

import org.jspecify.annotations.NullMarked;

/** Components that can be exchanged for newer versions of themselves while they run. */
@NullMarked
package io.millrace.graph.reload;

import org.jspecify.annotations.NullMarked;

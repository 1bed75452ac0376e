/** Components that choose, change, split and join what flows. */
@NullMarked
package io.millrace.components.flow;

import org.jspecify.annotations.NullMarked;

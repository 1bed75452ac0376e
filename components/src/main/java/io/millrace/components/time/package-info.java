/** Components that make items by the clock, or hold them back. */
@NullMarked
package io.millrace.components.time;

import org.jspecify.annotations.NullMarked;

/** Components that gather items, or keep something of them. */
@NullMarked
package io.millrace.components.gather;

import org.jspecify.annotations.NullMarked;

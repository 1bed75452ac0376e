/**
 * What the author of a component compiles against: the component shapes, their streams, items, time
 * and errors, and the annotations of a configuration record.
 */
@NullMarked
package io.millrace.api;

import org.jspecify.annotations.NullMarked;

/** Pictures of plans. */
@NullMarked
package io.millrace.drawing;

import org.jspecify.annotations.NullMarked;

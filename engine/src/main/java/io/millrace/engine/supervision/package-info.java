/** Who looks after the components of a run: health and the watchdog. Not exported. */
@NullMarked
package io.millrace.engine.supervision;

import org.jspecify.annotations.NullMarked;

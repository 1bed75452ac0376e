/** Fuzzing of whatever reads text from strangers. */
@NullMarked
package io.millrace.fuzz;

import org.jspecify.annotations.NullMarked;

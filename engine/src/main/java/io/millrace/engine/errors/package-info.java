/**
 * What the engine does about failures: attempts under policies, and what is known of those that
 * failed for good. Not exported.
 */
@NullMarked
package io.millrace.engine.errors;

import org.jspecify.annotations.NullMarked;

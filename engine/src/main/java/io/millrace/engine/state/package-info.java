/**
 * What components remember: tables in memory, frozen at a barrier, and the form they are kept in.
 */
@NullMarked
package io.millrace.engine.state;

import org.jspecify.annotations.NullMarked;

/**
 * Kills a blueprint's run again and again and compares what it leaves: the work behind {@code
 * millrace crash-check}, apart from the command's words.
 */
@NullMarked
package io.millrace.cli.crash;

import org.jspecify.annotations.NullMarked;

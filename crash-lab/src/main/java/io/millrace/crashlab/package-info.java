/**
 * The crash lab: runs the packaged product as a process of its own, kills it again and again, and
 * compares what it leaves with what it had to do. It shares no code with the product, and sees of
 * it only files and exit codes.
 */
@NullMarked
package io.millrace.crashlab;

import org.jspecify.annotations.NullMarked;

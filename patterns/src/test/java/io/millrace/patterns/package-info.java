/** The patterns of docs/patterns.md, each a test. */
@NullMarked
package io.millrace.patterns;

import org.jspecify.annotations.NullMarked;

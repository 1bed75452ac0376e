/** Components that gather items by key and time: windows, joins, the removal of duplicates. */
@NullMarked
package io.millrace.components.stream;

import org.jspecify.annotations.NullMarked;

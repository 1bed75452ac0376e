/** Sources and sinks of files and of the process's own streams, and the formats they share. */
@NullMarked
package io.millrace.components.file;

import org.jspecify.annotations.NullMarked;

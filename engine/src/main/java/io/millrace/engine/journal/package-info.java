/** The journal before sources that cannot send again what they have sent. */
@NullMarked
package io.millrace.engine.journal;

import org.jspecify.annotations.NullMarked;

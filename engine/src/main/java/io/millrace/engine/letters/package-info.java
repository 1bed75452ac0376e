/**
 * Dead letters on disk, as a queue: how they are written, read, taken out to be replayed, and put
 * back. Apart from the engine, which writes them, so that what reads them needs no run.
 */
@NullMarked
package io.millrace.engine.letters;

import org.jspecify.annotations.NullMarked;

/** Checkpoints on disk: how an epoch is committed, found again and cleared away. */
@NullMarked
package io.millrace.engine.checkpoint;

import org.jspecify.annotations.NullMarked;

package io.millrace.engine.letters;

import io.millrace.api.Current;
import io.millrace.api.Source;

import org.jspecify.annotations.Nullable;

/**
 * A source of items that have been on their way before: each goes on with what it had beside it.
 *
 * <p>Lifecycle, threads and the rest are those of {@link Source}; what an item had is asked for
 * while it is being sent.
 */
public interface ResumingSource extends Source {

    /** Returns the component that its items failed in; so does what fails before the next one. */
    String failedIn();

    /** Returns what the item that is being sent brings. */
    Resumed sending();

    /**
     * What an item brings.
     *
     * @param key its key, or null
     * @param timestamp its event time
     * @param attempts how often it was tried before
     * @param position where it came from at first, or null if that is not known
     */
    record Resumed(@Nullable Object key, long timestamp, int attempts, @Nullable String position) {

        /** What holds before the first item. */
        static final Resumed NOTHING = new Resumed(null, Current.NO_TIMESTAMP, 0, null);
    }
}

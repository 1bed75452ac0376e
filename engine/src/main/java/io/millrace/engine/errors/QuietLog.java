package io.millrace.engine.errors;

import io.millrace.api.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/**
 * Warnings of one component, at most one a second however many there are; each says how many were
 * left out. Of one thread.
 */
public final class QuietLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final String component;
    private final Clock clock;
    private long last;
    private boolean any;
    private long left;

    /**
     * Creates one.
     *
     * @param component type and name: {@code MyComponent.orders}
     */
    public QuietLog(String component, Clock clock) {
        this.component = component;
        this.clock = clock;
    }

    /** Warns of a failure. */
    public void warn(String operation, String message) {
        long now = clock.nanoTime();
        if (any && now - last < PAUSE) {
            left++;
            return;
        }
        String more = left == 0 ? "" : " (and " + left + " more before)";
        LOG.atWarn()
                .addKeyValue("component", component)
                .addKeyValue("operation", operation)
                .log("{}: {} failed: {}{}", component, operation, message, more);
        any = true;
        last = now;
        left = 0;
    }
}

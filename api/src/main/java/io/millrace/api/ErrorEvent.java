package io.millrace.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One failure, as the error handler of a component took it.
 *
 * @param component the component's name
 * @param type the component's type
 * @param variant the type's variant, {@code default} where there is none
 * @param operation what was being done: {@code onItem}, {@code setup}, or the name given to {@link
 *     Errors#run}
 * @param category what kind of failure it is
 * @param severity how far it reaches
 * @param message what is wrong
 * @param item the item that failed, or null if it was no item
 * @param context what else the component said about it; empty if nothing
 * @param attempts how often it was tried, at least 1
 * @param at when, by the run's clock
 * @param cause what was thrown
 * @since 0.1
 */
public record ErrorEvent(
        String component,
        String type,
        String variant,
        String operation,
        Category category,
        Severity severity,
        String message,
        @Nullable Object item,
        Map<String, Object> context,
        int attempts,
        Instant at,
        Throwable cause) {

    /** Copies the context. */
    public ErrorEvent {
        context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
    }

    /** What kind of failure it is; the {@code type} of an error item. */
    public enum Category {
        /** An expression could not be evaluated. */
        EXPRESSION,
        /** The item is not as the component needs it. */
        DATA,
        /** It took too long. */
        TIMEOUT,
        /** Reading or writing failed. */
        IO,
        /** The circuit breaker let nothing through. */
        CIRCUIT_OPEN,
        /** The component's surroundings keep it from working. */
        ENVIRONMENT,
        /** Anything else: most likely a fault in the component. */
        UNEXPECTED;

        /** Returns the name in lower case, as error items have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far a failure reaches. */
    public enum Severity {
        /** It was reported, and no item is lost by it. */
        WARNING,
        /** An item failed; the component goes on. */
        ERROR,
        /** The component fails. */
        FATAL
    }
}

package io.millrace.testkit;

import io.millrace.api.ErrorEvent;

import org.assertj.core.api.AbstractAssert;

import java.util.List;
import java.util.Objects;

/**
 * Assertions about a failure as the component's error handler took it.
 *
 * @since 0.1
 */
public final class ErrorAssert extends AbstractAssert<ErrorAssert, ErrorEvent> {

    private ErrorAssert(ErrorEvent event) {
        super(event, ErrorAssert.class);
    }

    static ErrorAssert of(List<ErrorEvent> events, int number) {
        if (number >= events.size()) {
            throw new AssertionError(
                    "Expected a failure number %d, but there are %d: %s"
                            .formatted(number, events.size(), RunAssert.messages(events)));
        }
        return new ErrorAssert(events.get(number));
    }

    /** Checks the kind of failure. */
    public ErrorAssert hasCategory(ErrorEvent.Category category) {
        return check("category", actual.category(), category);
    }

    /** Checks how far the failure reaches. */
    public ErrorAssert hasSeverity(ErrorEvent.Severity severity) {
        return check("severity", actual.severity(), severity);
    }

    /** Checks what was being done: {@code onItem}, or what the component called it. */
    public ErrorAssert hasOperation(String operation) {
        return check("operation", actual.operation(), operation);
    }

    /** Checks which item failed. */
    public ErrorAssert isAbout(Object item) {
        return check("item", String.valueOf(actual.item()), item.toString());
    }

    /** Checks the message. */
    public ErrorAssert hasMessage(String message) {
        return check("message", actual.message(), message);
    }

    /** Checks how often it was tried. */
    public ErrorAssert hasAttempts(int attempts) {
        return check("attempts", actual.attempts(), attempts);
    }

    /** Checks the type of what was thrown. */
    public ErrorAssert hasCause(Class<? extends Throwable> type) {
        if (!type.isInstance(actual.cause())) {
            failWithMessage("Expected %s to be thrown, but it was %s", type, actual.cause());
        }
        return this;
    }

    private ErrorAssert check(String what, Object came, Object expected) {
        if (!Objects.equals(came, expected)) {
            failWithMessage("Expected the %s <%s>, but it is <%s>", what, expected, came);
        }
        return this;
    }
}

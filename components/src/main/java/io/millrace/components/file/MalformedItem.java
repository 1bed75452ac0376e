package io.millrace.components.file;

/** Says that something was read that is no item; the reader can go on behind it. */
final class MalformedItem extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Object raw;
    private final Exception reason;

    /**
     * Creates one; it has no stack trace.
     *
     * @param raw what was read, as a failed item shows it
     * @param reason what is wrong with it
     */
    MalformedItem(Object raw, Exception reason) {
        super(reason.getMessage(), reason, false, false);
        this.raw = raw;
        this.reason = reason;
    }

    Object raw() {
        return raw;
    }

    Exception reason() {
        return reason;
    }
}

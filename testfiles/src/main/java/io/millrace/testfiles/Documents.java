package io.millrace.testfiles;

import io.millrace.api.Document;
import io.millrace.api.Document.Kind;
import io.millrace.graph.Quantities;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Items as documents, and how two of them differ. */
final class Documents {

    private static final String AT = "at";
    private static final String ITEM = "item";

    private Documents() {}

    /**
     * A document with a time, as it is written in a test.
     *
     * @param at the time, or null if none is written
     * @param item the document
     */
    record Timed(@Nullable Duration at, Document item) {}

    /** Returns an item as a document; one of an unknown type as its text. */
    static Document of(Object item) {
        return switch (item) {
            case Document document -> document;
            case Boolean truth -> Document.of(truth);
            case Integer number -> Document.of(number.longValue());
            case Long number -> Document.of(number);
            case Float number -> Document.of(number.doubleValue());
            case Double number -> Document.of(number);
            case byte[] bytes -> Document.of(new String(bytes, StandardCharsets.UTF_8));
            default -> Document.of(item.toString());
        };
    }

    /** Takes {@code at} and {@code item} apart, if the document is of these two. */
    static Timed timed(Document written) {
        Document at = written.get(AT);
        Document item = written.get(ITEM);
        if (written.size() != 2 || at == null || item == null) {
            return new Timed(null, written);
        }
        String text = at.kind() == Kind.STRING ? at.asString() : at.toString();
        Duration time = Quantities.duration(text);
        return time == null ? new Timed(null, written) : new Timed(time, item);
    }

    /** Returns a duration as it is written: in seconds. */
    static String text(Duration duration) {
        BigDecimal seconds =
                BigDecimal.valueOf(duration.getSeconds())
                        .add(BigDecimal.valueOf(duration.getNano(), 9));
        return (seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString()) + "s";
    }

    /**
     * Returns where two documents differ first.
     *
     * @param partial whether objects may have more fields than expected
     * @return the path of the place, empty if they differ as a whole; null if they do not differ
     */
    static @Nullable String difference(Document expected, Document actual, boolean partial) {
        if (expected.equals(actual)) {
            return null;
        }
        if (expected.kind() == Kind.OBJECT && actual.kind() == Kind.OBJECT) {
            return differenceOfFields(expected, actual, partial);
        }
        boolean areArrays = expected.kind() == Kind.ARRAY && actual.kind() == Kind.ARRAY;
        if (!areArrays || expected.size() != actual.size()) {
            return "";
        }
        for (int i = 0; i < expected.size(); i++) {
            String inside = difference(expected.at(i), actual.at(i), partial);
            if (inside != null) {
                return "[" + i + "]" + (inside.isEmpty() ? "" : "." + inside);
            }
        }
        return null;
    }

    private static @Nullable String differenceOfFields(
            Document expected, Document actual, boolean partial) {
        for (int i = 0; i < expected.size(); i++) {
            String name = expected.name(i);
            Document field = actual.get(name);
            String inside = field == null ? "" : difference(expected.at(i), field, partial);
            if (inside != null) {
                return inside.isEmpty()
                        ? name
                        : name + (inside.startsWith("[") ? "" : ".") + inside;
            }
        }
        for (int i = 0; i < actual.size() && !partial; i++) {
            if (expected.get(actual.name(i)) == null) {
                return actual.name(i);
            }
        }
        return null;
    }
}

package io.millrace.api;

/** When two documents are the same, however they are written. */
final class JsonEquality {

    private JsonEquality() {}

    /** Compares two documents of one kind that are not written alike. */
    static boolean same(JsonDocument left, JsonDocument right) {
        return switch (left.kind()) {
            case OBJECT -> left.size() == right.size() && sameFields(left, right);
            case ARRAY -> left.size() == right.size() && sameElements(left, right);
            case STRING -> isEscaped(left, right) && left.asString().equals(right.asString());
            case INTEGER -> left.asLong() == right.asLong();
            case FLOAT -> left.asDouble() == right.asDouble();
            case BIG, BOOLEAN, NULL -> false;
        };
    }

    private static boolean isEscaped(JsonDocument left, JsonDocument right) {
        return ((left.flags() | right.flags()) & JsonDocument.ESCAPED) != 0;
    }

    private static boolean sameFields(JsonDocument left, JsonDocument right) {
        for (int slot = 0; slot < left.size(); slot++) {
            int counterpart = right.slot(JsonName.of(left.name(slot)));
            if (counterpart < 0 || !left.at(slot).equals(right.at(counterpart))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameElements(JsonDocument left, JsonDocument right) {
        for (int slot = 0; slot < left.size(); slot++) {
            if (!left.at(slot).equals(right.at(slot))) {
                return false;
            }
        }
        return true;
    }

    /** Returns a hash that is the same for all that is equal. */
    static int hash(JsonDocument document) {
        return switch (document.kind()) {
            case OBJECT -> hashOfFields(document);
            case ARRAY -> hashOfElements(document);
            case STRING -> document.asString().hashCode();
            case INTEGER -> Long.hashCode(document.asLong());
            case FLOAT -> Double.hashCode(document.asDouble() + 0.0); // of -0.0 as of 0.0
            case BIG, BOOLEAN, NULL -> document.toString().hashCode();
        };
    }

    private static int hashOfFields(JsonDocument object) {
        int sum = 0;
        for (int slot = 0; slot < object.size(); slot++) {
            sum += object.name(slot).hashCode() ^ (31 * object.at(slot).hashCode());
        }
        return sum;
    }

    private static int hashOfElements(JsonDocument array) {
        int hash = 1;
        for (int slot = 0; slot < array.size(); slot++) {
            hash = 31 * hash + array.at(slot).hashCode();
        }
        return hash;
    }
}

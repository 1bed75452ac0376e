package io.millrace.api;

/** The one place where an item, which travels as an object, becomes what its taker declared. */
final class Items {

    private Items() {}

    /** Returns the item as what the caller expects; a wrong type shows where it is first used. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T> T cast(Object item) {
        return (T) item;
    }
}

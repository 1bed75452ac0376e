package io.millrace.components.stream;

/** The two inputs of a join. */
enum Side {
    LEFT(Joining.LEFT),
    RIGHT(Joining.RIGHT);

    private final String input;

    Side(String input) {
        this.input = input;
    }

    String input() {
        return input;
    }

    Side other() {
        return this == LEFT ? RIGHT : LEFT;
    }
}

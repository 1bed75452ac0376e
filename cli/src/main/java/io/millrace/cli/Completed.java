package io.millrace.cli;

import java.util.List;

/** What a word of a call can be, as shells complete it. */
sealed interface Completed {

    /** A file, of any kind. */
    record AnyFile() implements Completed {}

    /** A blueprint. */
    record BlueprintFile() implements Completed {}

    /** A folder. */
    record Folder() implements Completed {}

    /** One of some words. */
    record Words(List<String> words) implements Completed {}

    /** Something that only its user knows. */
    record Anything() implements Completed {}

    /** The endings of blueprints. */
    List<String> BLUEPRINTS = List.of("yaml", "yml", "json");

    /** Returns what a command takes beside options. */
    static Completed operand(Usage usage, List<String> types) {
        String operands = usage.operands();
        if (operands.contains("FILE")) {
            return new BlueprintFile();
        }
        if (operands.equals("DIR")) {
            return new Folder();
        }
        return new Words(operands.contains("TYPE") ? types : List.of(operands.split("\\|")));
    }

    /** Returns what an option takes as its value. */
    static Completed value(Option option) {
        if (option.value() == null) {
            return new Anything();
        }
        return switch (option.value()) {
            case "FILE" -> new AnyFile();
            case "DIR" -> new Folder();
            default -> new Anything();
        };
    }
}

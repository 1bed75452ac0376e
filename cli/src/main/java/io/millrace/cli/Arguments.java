package io.millrace.cli;

import io.millrace.graph.NearestName;

import org.jspecify.annotations.Nullable;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words that follow a command's name, sorted into options and operands.
 *
 * <p>An option's value is the next word, or follows {@code =}; after {@code --} come operands only.
 * This is written by hand because a library for it takes a third of the time that a start may take
 * as a whole.
 */
final class Arguments {

    private final Usage usage;
    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();

    private Arguments(Usage usage) {
        this.usage = usage;
    }

    /**
     * Sorts the words.
     *
     * @throws UsageException if they do not fit the command
     */
    static Arguments parse(Usage usage, List<String> words) {
        var arguments = new Arguments(usage);
        var rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals("--")) {
                rest.forEachRemaining(arguments.operands::add);
            } else if (word.startsWith("-") && word.length() > 1) {
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                Option option = arguments.option(name);
                String value = equals < 0 ? null : word.substring(equals + 1);
                if (option.value() != null && value == null && rest.hasNext()) {
                    value = rest.next();
                }
                arguments.add(option, value);
            } else {
                arguments.operands.add(word);
            }
        }
        if (!arguments.has(Option.HELP)) {
            arguments.checkOperands();
        }
        return arguments;
    }

    private Option option(String name) {
        if (name.equals("-h") || name.equals(Option.HELP.name())) {
            return Option.HELP;
        }
        for (Option option : usage.options()) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        var known = new ArrayList<>(usage.options().stream().map(Option::name).toList());
        known.add(Option.HELP.name());
        throw wrong("unknown option '" + name + "'", NearestName.question(name, known));
    }

    private void add(Option option, @Nullable String value) {
        if (option.value() == null && value != null) {
            throw wrong("option '" + option.name() + "' takes no value", null);
        }
        if (option.value() != null && value == null) {
            throw wrong("option '" + option.name() + "' needs a value: " + option.usage(), null);
        }
        options.computeIfAbsent(option.name(), _ -> new ArrayList<>())
                .add(value == null ? "" : value);
    }

    private void checkOperands() {
        if (operands.size() < usage.atLeast()) {
            throw wrong("'" + usage.name() + "' needs " + usage.operands(), null);
        }
        if (operands.size() > usage.atMost()) {
            throw wrong("unexpected '" + operands.get(usage.atMost()) + "'", null);
        }
    }

    /** Returns whether the option was given. */
    boolean has(Option option) {
        return options.containsKey(option.name());
    }

    /** Returns an option's value, the last one if it was given several times. */
    Optional<String> value(Option option) {
        return Optional.ofNullable(options.get(option.name())).map(List::getLast);
    }

    /** Returns an option's values, of all the times that it was given. */
    List<String> values(Option option) {
        return options.getOrDefault(option.name(), List.of());
    }

    /** Returns the values of {@link Option#SET}. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        for (String setting : values(Option.SET)) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw wrong("'" + setting + "' is not of the form " + Option.SET.value(), null);
            }
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return settings;
    }

    /** Returns what is no option. */
    List<String> operands() {
        return List.copyOf(operands);
    }

    /** Returns the operands as paths. */
    List<Path> files() {
        return operands.stream().map(this::path).toList();
    }

    /** Returns a word of the command line as a path. */
    Path path(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw wrong("'" + word.replace('\0', '?') + "' is no file name", null);
        }
    }

    /** Returns what to throw where a value does not fit. */
    UsageException wrong(String message, @Nullable String hint) {
        return new UsageException(message, hint, usage.name());
    }
}

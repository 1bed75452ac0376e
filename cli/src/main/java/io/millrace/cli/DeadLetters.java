package io.millrace.cli;

import io.millrace.api.EnvironmentException;
import io.millrace.api.Expression;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.graph.Conditions;
import io.millrace.graph.Graph;
import io.millrace.graph.Quantities;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** What the commands on dead letters have in common: which letters, and where they are. */
final class DeadLetters {

    /** The word that their names begin with. */
    static final String NAME = "dead-letters";

    private static final Option COMPONENT =
            new Option("--component", "NAME", "only those that failed in this component");
    private static final Option TYPE =
            new Option("--type", "CATEGORY", "only failures of this category, such as data");
    private static final Option WHERE =
            new Option("--where", "EXPR", "only those an expression holds for; item is the letter");
    private static final Option SINCE =
            new Option("--since", "TIME", "only those failed since: 2h ago, 2026-01-31, or a time");
    private static final Option LIMIT = new Option("--limit", "N", "so many at most");
    private static final Option STATE =
            new Option("--state", "DIR", "the state folder (default: .millrace/<system>)");

    private DeadLetters() {}

    /** Returns the options that all of them take, after those of one of them. */
    static List<Option> options(Option... own) {
        var options = new ArrayList<>(List.of(COMPONENT, TYPE, WHERE, SINCE, LIMIT));
        options.addAll(List.of(own));
        options.addAll(List.of(STATE, Option.SET, Option.JSON));
        return options;
    }

    /** Returns the state folder that is meant. */
    static Path stateFolder(Arguments arguments, Graph graph) {
        return arguments.value(STATE).map(arguments::path).orElse(Blueprints.stateFolder(graph));
    }

    /** Returns which letters are meant. */
    static LetterFilter filter(Arguments arguments) {
        return new LetterFilter(
                arguments.value(COMPONENT).orElse(null),
                arguments.value(TYPE).orElse(null),
                where(arguments),
                arguments.value(SINCE).map(text -> since(text, arguments)).orElse(null));
    }

    private static @Nullable Expression where(Arguments arguments) {
        String text = arguments.value(WHERE).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            return Conditions.compile(text);
        } catch (IllegalArgumentException e) {
            throw arguments.wrong("--where: " + e.getMessage(), null);
        }
    }

    /** Reads a time: one of day, a day, or how long ago. */
    private static Instant since(String text, Arguments arguments) {
        Duration ago = Quantities.duration(text);
        if (ago != null) {
            return Instant.now().minus(ago);
        }
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw arguments.wrong(
                    "'" + text + "' is no time",
                    "write 2h for two hours ago, 2026-01-31, or 2026-01-31T12:00:00Z");
        }
    }

    /** Returns how many letters at most are meant. */
    static long limit(Arguments arguments) {
        return arguments.value(LIMIT).map(text -> number(text, arguments)).orElse(Long.MAX_VALUE);
    }

    /** Reads a number from 1. */
    static long number(String text, Arguments arguments) {
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw arguments.wrong("'" + text + "' is no number", "write 1 or more");
        }
        throw arguments.wrong("'" + text + "' is too small", "write 1 or more");
    }

    /** Says what could not be looked at. */
    static void sayUnclear(LetterFilter filter, long broken, Terminal terminal) {
        if (filter.unclear() > 0) {
            terminal.say(
                    "millrace: --where could not be asked of %s: %s"
                            .formatted(count(filter.unclear()), filter.reason()));
        }
        if (broken > 0) {
            terminal.say(
                    "millrace: %s in the files of dead letters %s no letter and %s left alone"
                            .formatted(
                                    broken == 1 ? "a line" : Figures.count(broken) + " lines",
                                    broken == 1 ? "is" : "are",
                                    broken == 1 ? "is" : "are"));
        }
    }

    /** Returns a number of letters in words. */
    static String count(long letters) {
        return Figures.count(letters) + (letters == 1 ? " dead letter" : " dead letters");
    }

    /** Returns what to throw where the folder cannot be read or written. */
    static EnvironmentException problem(Path stateFolder, IOException e) {
        return new EnvironmentException(
                "dead letters in '"
                        + Blueprints.deadLetters(stateFolder)
                        + "' cannot be reached: "
                        + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
                e);
    }
}

package io.millrace.engine.errors;

import io.millrace.api.DocumentException;
import io.millrace.api.EnvironmentException;
import io.millrace.api.ErrorEvent.Category;
import io.millrace.api.ExpressionException;
import io.millrace.api.ItemException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** What an exception means to a user. */
public final class Classification {

    private Classification() {}

    /** Returns what kind of failure it is. */
    public static Category category(Throwable cause) {
        return switch (cause) {
            case EnvironmentException _ -> Category.ENVIRONMENT;
            case CircuitOpen _ -> Category.CIRCUIT_OPEN;
            case ExpressionException _ -> Category.EXPRESSION;
            case DocumentException _,
                    ItemException _,
                    ClassCastException _,
                    IllegalArgumentException _ ->
                    Category.DATA;
            case TimeoutException _ -> Category.TIMEOUT;
            case IOException _, UncheckedIOException _ -> Category.IO;
            default -> Category.UNEXPECTED;
        };
    }

    /** Returns what it says; where it says nothing, its name taken apart: null pointer. */
    public static String message(Throwable cause) {
        String message = cause.getMessage();
        return message != null ? message : plain(cause);
    }

    private static String plain(Throwable cause) {
        return cause.getClass()
                .getSimpleName()
                .replaceAll("Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}

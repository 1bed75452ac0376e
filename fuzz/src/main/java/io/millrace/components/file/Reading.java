package io.millrace.components.file;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Reads bytes as a file source does. */
public final class Reading {

    /** What was read. */
    public sealed interface Part {}

    /** An item, and the line on which it begins. */
    public record Item(Document document, long line) implements Part {}

    /** What is no item, why, and the line on which it begins. */
    public record Failed(Object raw, String reason, long line) implements Part {}

    /** The header of a CSV file cannot be used, which ends the reading. */
    public record BadHeader(String reason) implements Part {}

    private static final Context CONTEXT =
            (Context)
                    Proxy.newProxyInstance(
                            Reading.class.getClassLoader(),
                            new Class<?>[] {Context.class},
                            (_, method, arguments) -> {
                                if (method.getName().equals("blocking")) {
                                    return ((Callable<?>) arguments[0]).call();
                                }
                                throw new AssertionError(method.getName());
                            });

    private Reading() {}

    /** Reads lines of JSON. */
    public static List<Part> jsonLines(byte[] bytes, int maxItemBytes) throws Exception {
        return read(
                bytes,
                new ItemReader.Options(
                        Format.JSON_LINES, true, CsvTypes.AUTO, (byte) ',', maxItemBytes));
    }

    /** Reads CSV. */
    public static List<Part> csv(
            byte[] bytes, boolean header, CsvTypes types, char delimiter, int maxItemBytes)
            throws Exception {
        return read(
                bytes,
                new ItemReader.Options(Format.CSV, header, types, (byte) delimiter, maxItemBytes));
    }

    private static List<Part> read(byte[] bytes, ItemReader.Options options) throws Exception {
        var parts = new ArrayList<Part>();
        try (var input = new ByteInput(CONTEXT, new ByteArrayInputStream(bytes), null, 0)) {
            ItemReader reader = ItemReader.of(options, input, "fuzz");
            while (true) {
                try {
                    Document item = reader.next();
                    if (item == null) {
                        return parts;
                    }
                    parts.add(new Item(item, reader.line()));
                } catch (MalformedItem e) {
                    parts.add(new Failed(e.raw(), String.valueOf(e.getMessage()), reader.line()));
                } catch (EnvironmentException e) {
                    parts.add(new BadHeader(String.valueOf(e.getMessage())));
                    return parts;
                }
            }
        }
    }
}

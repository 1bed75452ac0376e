package io.millrace.fuzz;

import io.millrace.api.Document;
import io.millrace.components.file.Reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines of JSON are items or failures, one for one, exactly where a reference parser takes or
 * refuses them and with the same values; a document is written as something that reads as the same
 * document; and nothing that is asked of a document is an undeclared error.
 */
final class JsonCheck implements Target.Check {

    /** Small, so that lines that are too long are tried too. */
    private static final int LONGEST = 4_000;

    @Override
    public void check(byte[] input) throws Exception {
        List<Reading.Part> parts = Bounds.measured(() -> Reading.jsonLines(input, LONGEST));
        List<byte[]> lines = lines(input);
        if (parts.size() != lines.size()) {
            throw new AssertionError(
                    "%d lines gave %d items".formatted(lines.size(), parts.size()));
        }
        for (int i = 0; i < parts.size(); i++) {
            check(lines.get(i), parts.get(i));
        }
    }

    private static void check(byte[] line, Reading.Part part) throws Exception {
        Document expected = line.length > LONGEST ? null : Reference.parse(line);
        switch (part) {
            case Reading.Item item -> {
                if (expected == null) {
                    throw new AssertionError("taken, though it is no JSON: " + item.document());
                }
                Bounds.measured(() -> check(item.document(), expected));
            }
            case Reading.Failed failed -> {
                if (expected != null) {
                    throw new AssertionError("refused: " + failed.reason());
                }
            }
            case Reading.BadHeader bad -> throw new AssertionError(bad.toString());
        }
    }

    private static boolean check(Document read, Document expected) {
        String text = read.toString();
        Document again = Document.parse(text);
        if (!again.toString().equals(text)) {
            throw new AssertionError("written otherwise: " + again);
        }
        if (!read.equals(expected) || !expected.equals(read) || !again.equals(read)) {
            throw new AssertionError("read as " + read + ", not " + expected);
        }
        if (read.hashCode() != expected.hashCode()) {
            throw new AssertionError("equal with another hash");
        }
        same(read, expected);
        return true;
    }

    /** Compares by what is asked of a document, not by its own equality. */
    private static void same(Document one, Document other) {
        if (one.kind() != other.kind() || one.size() != other.size()) {
            throw new AssertionError(one + " is not as " + other);
        }
        for (int i = 0; i < one.size(); i++) {
            if (one.kind() == Document.Kind.OBJECT) {
                String name = one.name(i);
                if (!name.equals(other.name(i)) || one.slot(Document.name(name)) < 0) {
                    throw new AssertionError("field " + name + " is " + other.name(i));
                }
            }
            same(one.at(i), other.at(i));
        }
        boolean isSame =
                switch (one.kind()) {
                    case OBJECT, ARRAY, NULL, BIG -> true;
                    case STRING -> one.asString().equals(other.asString());
                    case INTEGER -> one.asLong() == other.asLong();
                    case FLOAT -> one.asDouble() == other.asDouble();
                    case BOOLEAN -> one.asBoolean() == other.asBoolean();
                };
        if (!isSame) {
            throw new AssertionError(one + " is not " + other);
        }
    }

    /** Cuts as the documentation says, by hand: blank lines are none, and a mark is skipped. */
    private static List<byte[]> lines(byte[] input) {
        var lines = new ArrayList<byte[]>();
        int start = hasMark(input) ? 3 : 0;
        while (start < input.length) {
            int end = start;
            while (end < input.length && input[end] != '\n') {
                end++;
            }
            boolean returned = end < input.length && end > start && input[end - 1] == '\r';
            byte[] line = Arrays.copyOfRange(input, start, returned ? end - 1 : end);
            if (line.length > LONGEST || !isBlank(line)) {
                lines.add(line);
            }
            start = end + 1;
        }
        return lines;
    }

    private static boolean hasMark(byte[] input) {
        return input.length >= 3
                && input[0] == (byte) 0xEF
                && input[1] == (byte) 0xBB
                && input[2] == (byte) 0xBF;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}

package io.millrace.blueprint;

import io.millrace.graph.BlueprintException;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Position;
import io.millrace.graph.Problem;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the text of a blueprint's file, and refuses what cannot be one. */
final class BlueprintFile {

    static final int LARGEST = 1 << 20;

    private BlueprintFile() {}

    /**
     * Returns the text, without a byte order mark.
     *
     * @throws BlueprintException if there is none
     */
    static String read(Path file) {
        Position whole = new Position(file.toString(), 0, 0, 1);
        if (Files.isDirectory(file)) {
            throw fatal(
                    Problem.UNREADABLE
                            .at(whole, "this is a folder, not a blueprint")
                            .withFix("name a file in it"));
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (NoSuchFileException e) {
            throw fatal(Problem.UNREADABLE.at(whole, "there is no such file"));
        } catch (AccessDeniedException e) {
            throw fatal(Problem.UNREADABLE.at(whole, "this file may not be read"));
        } catch (IOException e) {
            throw fatal(
                    Problem.UNREADABLE.at(whole, "this file cannot be read: " + e.getMessage()));
        }
        if (bytes.length > LARGEST) {
            throw fatal(
                    Problem.TOO_LARGE
                            .at(whole, "the file is larger than 1 MiB")
                            .withNote("that is no blueprint that a person could read"));
        }
        return decode(bytes, file.toString());
    }

    private static String decode(byte[] bytes, String file) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            Position before = new SourceText(file, out.toString()).position(out.length(), 0);
            Diagnostic problem =
                    Problem.ENCODING.at(
                            new Position(file, before.line(), before.column(), 1),
                            "the byte 0x%02X here is not UTF-8".formatted(bytes[in.position()]));
            throw fatal(problem.withFix("save the file as UTF-8"));
        }
        boolean hasMark = !out.isEmpty() && out.charAt(0) == '\uFEFF';
        return hasMark ? out.subSequence(1, out.length()).toString() : out.toString();
    }

    private static BlueprintException fatal(Diagnostic problem) {
        return new BlueprintException(List.of(problem));
    }
}

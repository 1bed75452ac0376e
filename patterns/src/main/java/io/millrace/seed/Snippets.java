package io.millrace.seed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fenced blocks of a page that are taken from files: below {@code <!-- from FILE -->} stands
 * the file, below {@code <!-- from FILE REGION -->} what it has between {@code @start
 * region="REGION"} and {@code @end}.
 */
public final class Snippets {

    private static final Pattern BLOCK =
            Pattern.compile(
                    "^(?:<!-- from (\\S+)(?: (\\S+))? -->\\n)?```(\\w+)\\n(.*?)^```$",
                    Pattern.MULTILINE | Pattern.DOTALL);

    private Snippets() {}

    /** Returns the page with each block that is taken from a file as the file has it now. */
    public static String refresh(String page, Path folder) throws IOException {
        Matcher blocks = BLOCK.matcher(page);
        var fresh = new StringBuilder();
        int at = 0;
        while (blocks.find()) {
            fresh.append(page, at, blocks.start(4));
            fresh.append(blocks.group(1) == null ? blocks.group(4) : taken(blocks, folder));
            at = blocks.end(4);
        }
        return fresh.append(page.substring(at)).toString();
    }

    /** Returns the blocks of these languages that are taken from no file, by their first lines. */
    public static List<String> notTaken(String page, List<String> languages) {
        return BLOCK.matcher(page)
                .results()
                .filter(b -> b.group(1) == null && languages.contains(b.group(3)))
                .map(b -> b.group(4).lines().findFirst().orElse(""))
                .toList();
    }

    private static String taken(MatchResult block, Path folder) throws IOException {
        Path file = folder.resolve(block.group(1));
        List<String> lines = Files.readAllLines(file);
        return block.group(2) == null
                ? String.join("\n", lines) + "\n"
                : region(lines, block.group(2), file);
    }

    private static String region(List<String> lines, String name, Path file) {
        var region = new ArrayList<String>();
        boolean within = false;
        for (String line : lines) {
            if (line.contains("@start region=\"" + name + "\"")) {
                within = true;
            } else if (within && line.contains("@end")) {
                return String.join("\n", region).stripIndent().strip() + "\n";
            } else if (within) {
                region.add(line);
            }
        }
        throw new IllegalArgumentException("no region '" + name + "' in " + file);
    }
}

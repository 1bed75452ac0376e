package io.millrace.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.components.BuiltIns;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps {@code docs/blueprint.md} true. */
class BlueprintPageTest {

    private static final Path PAGE = Path.of("../docs/blueprint.md");
    private static final String START = "<!-- codes -->\n";
    private static final String END = "<!-- end -->";

    private static final Pattern BLOCK =
            Pattern.compile("```(?:yaml|java)\n(.*?)```", Pattern.DOTALL);

    @TempDir Path temp;

    @Test
    void every_blueprint_on_the_page_is_what_it_says() throws IOException {
        String page = Files.readString(PAGE);
        int found = 0;
        Matcher blocks = BLOCK.matcher(page);
        while (blocks.find()) {
            String text = blocks.group(1);
            String before = page.substring(0, blocks.start());
            if (!keep(text, before)) { // what is kept is read where it is used
                assertThat(codes(text)).as(text).isEqualTo(expected(before));
            }
            found++;
        }
        assertThat(found).isGreaterThan(5);
    }

    /** Writes a file that blueprints on the page use: {@code <!-- file steps/keep.yaml -->}. */
    private boolean keep(String text, String before) throws IOException {
        String line = before.lines().reduce("", (_, last) -> last);
        String mark = "<!-- file ";
        if (line.startsWith(mark)) {
            Path file = temp.resolve(line.substring(mark.length(), line.indexOf(" -->")));
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return true;
        }
        return false;
    }

    /** Reads {@code <!-- expect MR203 -->} in the line before. */
    private static List<String> expected(String before) {
        String line = before.lines().reduce("", (_, last) -> last);
        String mark = "<!-- expect ";
        return line.startsWith(mark)
                ? List.of(line.substring(mark.length(), line.indexOf(" -->")).split(" "))
                : List.of();
    }

    private List<String> codes(String text) {
        var blueprint =
                new Blueprint(
                        new ComponentRegistry().register(new BuiltIns()), Map.of(), _ -> null);
        List<Diagnostic> problems;
        try {
            problems = blueprint.parse(text, "page.yaml", temp).warnings();
        } catch (BlueprintException e) {
            problems = e.diagnostics();
        }
        return problems.stream().map(Diagnostic::code).toList();
    }

    @Test
    void table_of_codes_is_that_of_the_code() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf(START) + START.length();
        int end = page.indexOf(END);
        String table = table();

        if (Boolean.getBoolean("golden.update")) {
            page = page.substring(0, start) + table + page.substring(end);
            Files.writeString(PAGE, page);
            end = page.indexOf(END);
        }
        assertThat(page.substring(start, end)).isEqualTo(table);
    }

    private static String table() {
        var table = new StringBuilder("| Code | | Means |\n|---|---|---|\n");
        for (Problem problem : Problem.values()) {
            table.append("| ").append(problem.code());
            table.append(" | ").append(problem.severity().name().toLowerCase(Locale.ROOT));
            table.append(" | ").append(problem.title()).append(" |\n");
        }
        return table.toString();
    }
}

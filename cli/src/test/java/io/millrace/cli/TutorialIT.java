package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows docs/tutorial.md in one shell: writes its files, does what stands behind {@code $}, and
 * compares what is printed; with {@code -Ddocs=write} it writes down what is printed.
 */
class TutorialIT {

    private static final Path PAGE = Product.HOME.resolve("docs/tutorial.md");
    private static final String MARK = "== ends with ";

    private static final Pattern BLOCK =
            Pattern.compile(
                    "^(?:<!-- file (\\S+) -->\\n```\\w+|```console)\\n(.*?)^```$",
                    Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern VARYING =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|\\d+(\\.\\d+)? m?s\\b|(?<=@ )/\\S+");

    /**
     * A command of the page.
     *
     * @param line the command
     * @param output what the page says that it prints
     */
    private record Step(String line, String output) {}

    @Test
    @DisplayName("M080 M093 the tutorial works as it stands there, tests and all")
    void tutorial_prints_what_it_says() throws IOException {
        String page = Files.readString(PAGE);

        List<Step> printed = run(page);

        if (System.getProperty("docs", "check").equals("write")) {
            page = written(page, printed);
            Files.writeString(PAGE, page);
        }
        assertThat(printed.stream().map(TutorialIT::comparable).toList())
                .isEqualTo(steps(page).stream().map(TutorialIT::comparable).toList());
    }

    /** Leaves out what is different each time. */
    private static String comparable(Step step) {
        return "$ " + step.line() + "\n" + VARYING.matcher(step.output()).replaceAll("…");
    }

    private static List<Step> run(String page) throws IOException {
        var script = new StringBuilder("exec 2>&1\n");
        for (MatchResult block : BLOCK.matcher(page).results().toList()) {
            if (block.group(1) != null) {
                script.append(
                        "cat > %s <<'EOF'\n%sEOF\n".formatted(block.group(1), block.group(2)));
            } else {
                for (Step step : steps(block.group(2), new ArrayList<>())) {
                    script.append(step.line()).append("\necho '").append(MARK).append("'$?\n");
                }
            }
        }
        var shell = Product.in(Product.HOME, List.of("/bin/sh", "-c", script.toString()));
        shell.environment().put("MILLRACE_CACHE", "off"); // to make it would be told
        Product.Ended ended = Product.end(shell.start(), 300);
        String[] outputs = ended.out().split(MARK + "\\d+\\n", -1);
        List<Step> expected = steps(page);
        assertThat(outputs).as(ended.out()).hasSize(expected.size() + 1);
        var printed = new ArrayList<Step>();
        for (int i = 0; i < expected.size(); i++) {
            printed.add(new Step(expected.get(i).line(), outputs[i]));
        }
        return printed;
    }

    private static List<Step> steps(String page) {
        var steps = new ArrayList<Step>();
        BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1) == null)
                .forEach(block -> steps(block.group(2), steps));
        return steps;
    }

    private static List<Step> steps(String block, List<Step> steps) {
        for (String part : block.split("(?m)^\\$ ", -1)) {
            if (!part.isEmpty()) {
                int end = part.indexOf('\n');
                steps.add(new Step(part.substring(0, end), part.substring(end + 1)));
            }
        }
        return steps;
    }

    private static String written(String page, List<Step> printed) {
        var left = new ArrayList<>(printed);
        return BLOCK.matcher(page)
                .replaceAll(
                        block -> {
                            if (block.group(1) != null) {
                                return quoted(block.group());
                            }
                            var text = new StringBuilder("```console\n");
                            for (Step _ : steps(block.group(2), new ArrayList<>())) {
                                Step step = left.removeFirst();
                                text.append("$ ").append(step.line()).append('\n');
                                text.append(step.output());
                            }
                            return quoted(text.append("```").toString());
                        });
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }
}

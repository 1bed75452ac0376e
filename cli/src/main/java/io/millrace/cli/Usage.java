package io.millrace.cli;

import java.util.List;

/**
 * How a command is called.
 *
 * @param name its name
 * @param operands what it takes beside options, as the help shows it: {@code FILE}, {@code [TYPE]}
 * @param atLeast how many operands it needs
 * @param atMost how many operands it takes
 * @param summary what it does, a phrase
 * @param options its options, without {@code --help}
 * @param examples calls that work in the project's folder
 */
record Usage(
        String name,
        String operands,
        int atLeast,
        int atMost,
        String summary,
        List<Option> options,
        List<String> examples) {

    private static final int NAME_WIDTH = 26;

    /** Returns the text for {@code --help}. */
    String help() {
        var text = new StringBuilder();
        text.append("usage: millrace ").append(name).append(" [OPTION…] ").append(operands);
        text.append("\n\n").append(summary).append("\n\noptions:\n");
        options.forEach(option -> line(text, option.usage(), option.meaning()));
        line(text, Option.HELP.usage(), Option.HELP.meaning());
        text.append("\nexamples:\n");
        examples.forEach(example -> text.append("  ").append(example).append('\n'));
        return text.toString();
    }

    /** Appends a line of two columns. */
    static void line(StringBuilder text, String left, String right) {
        text.append("  ").append(left).repeat(' ', Math.max(2, NAME_WIDTH - left.length()));
        text.append(right).append('\n');
    }
}

package io.millrace.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Completion for fish. */
final class FishCompletion {

    private static final String START = "complete -c millrace";
    private static final String FIRST = "__fish_use_subcommand";

    private final List<String> types;
    private final StringBuilder out = new StringBuilder();

    FishCompletion(List<String> types) {
        this.types = types;
    }

    String script() {
        out.append("# Completion of millrace for fish: ~/.config/fish/completions/millrace.fish\n");
        out.append(START).append(" -f\n");
        out.append(START).append(" -n __fish_use_subcommand -l version -d 'show the version'\n");
        out.append(START).append(" -l help -s h -d ").append(quoted(Option.HELP.meaning()));
        out.append('\n');
        for (String group : Command.groups()) {
            out.append(START).append(" -n __fish_use_subcommand -a ").append(group).append('\n');
        }
        Command.ALL.forEach(command -> add(command.usage()));
        return out.toString();
    }

    private void add(Usage usage) {
        String[] names = usage.name().split(" ", -1);
        String group = names.length > 1 ? names[0] : "";
        String name = names[names.length - 1];
        out.append(START).append(" -n ").append(group.isEmpty() ? FIRST : quoted(second(group)));
        out.append(" -a ").append(name);
        out.append(" -d ").append(quoted(usage.summary())).append('\n');
        String seen = "__fish_seen_subcommand_from ";
        String outer =
                group.isEmpty() ? "not " + seen + String.join(" ", Command.groups()) : seen + group;
        String within = " -n '" + outer + "; and " + seen + name + "'";
        var options = new ArrayList<>(usage.options());
        for (Option option : options) {
            out.append(START).append(within).append(" -l ").append(option.name().substring(2));
            out.append(option.value() == null ? "" : argument(Completed.value(option)));
            out.append(" -d ").append(quoted(option.meaning())).append('\n');
        }
        String operand = argument(Completed.operand(usage, types)).replaceFirst("^ -x", "");
        if (!operand.isBlank()) {
            out.append(START).append(within).append(operand).append('\n');
        }
    }

    /** Returns what holds where the second word of a group's commands is missing. */
    private static String second(String group) {
        String seconds =
                Command.of(group).stream()
                        .map(command -> command.usage().name().substring(group.length() + 1))
                        .collect(Collectors.joining(" "));
        return "__fish_seen_subcommand_from %s; and not __fish_seen_subcommand_from %s"
                .formatted(group, seconds);
    }

    private static String argument(Completed completed) {
        return switch (completed) {
            case Completed.AnyFile() -> " -r -F";
            case Completed.Folder() -> " -x -a '(__fish_complete_directories)'";
            case Completed.BlueprintFile() ->
                    " -x -a '("
                            + Completed.BLUEPRINTS.stream()
                                    .map(ending -> "__fish_complete_suffix ." + ending)
                                    .collect(Collectors.joining("; "))
                            + ")'";
            case Completed.Words(List<String> words) -> " -x -a " + quoted(String.join(" ", words));
            case Completed.Anything() -> " -x";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

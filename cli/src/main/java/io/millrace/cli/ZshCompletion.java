package io.millrace.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Completion for zsh. */
final class ZshCompletion {

    private final List<String> types;
    private final StringBuilder out = new StringBuilder();

    ZshCompletion(List<String> types) {
        this.types = types;
    }

    String script() {
        out.append(
                """
                #compdef millrace
                # Completion of millrace for zsh: a file named _millrace in a folder of $fpath.
                _millrace() {
                    local curcontext=$curcontext state line
                    typeset -A opt_args
                    _arguments -C '(- *)--help[show the commands]' '(- *)--version[show the version]' \\
                        '1:command:->command' '*::argument:->argument'
                    case $state in
                    command)
                        local -a commands
                        commands=(
                """);
        for (Command command : Command.ALL) {
            Usage usage = command.usage();
            if (!usage.name().contains(" ")) {
                out.append("            ").append(quoted(usage.name() + ":" + usage.summary()));
                out.append('\n');
            }
        }
        for (String group : Command.groups()) {
            out.append("            ").append(quoted(group + ":" + seconds(group))).append('\n');
        }
        out.append(
                """
                        )
                        _describe command commands
                        ;;
                    argument)
                        case $words[1] in
                """);
        for (Command command : Command.ALL) {
            if (!command.usage().name().contains(" ")) {
                add(command.usage().name(), command.usage());
            }
        }
        Command.groups().forEach(this::addGroup);
        out.append(
                """
                        esac
                        ;;
                    esac
                }
                if [[ $funcstack[1] == _millrace ]]; then
                    _millrace "$@"
                else
                    compdef _millrace millrace
                fi
                """);
        return out.toString();
    }

    private void addGroup(String group) {
        out.append("        ").append(group).append(")\n");
        out.append("            _arguments -C '1:command:(").append(seconds(group));
        out.append(")' '*::argument:->nested'\n");
        out.append("            case $state in\n            nested)\n");
        out.append("                case $words[1] in\n");
        Command.of(group).forEach(command -> add(second(command, group), command.usage()));
        out.append("                esac\n                ;;\n            esac\n");
        out.append("            ;;\n");
    }

    private static String seconds(String group) {
        return Command.of(group).stream()
                .map(command -> second(command, group))
                .collect(Collectors.joining(" "));
    }

    private static String second(Command command, String group) {
        return command.usage().name().substring(group.length() + 1);
    }

    private void add(String name, Usage usage) {
        out.append("        ").append(name).append(") _arguments");
        var options = new ArrayList<>(usage.options());
        options.add(Option.HELP);
        for (Option option : options) {
            String text = option.name() + "[" + escaped(option.meaning()) + "]";
            if (option.value() != null) {
                text = "*" + text + ":" + option.value() + ":" + action(Completed.value(option));
            }
            out.append(" \\\n            ").append(quoted(text));
        }
        Completed operand = Completed.operand(usage, types);
        String many = usage.atMost() > 1 ? "*" : "1";
        out.append(" \\\n            ");
        out.append(quoted(many + ":" + escaped(usage.operands()) + ":" + action(operand)));
        out.append(" ;;\n");
    }

    private static String action(Completed completed) {
        return switch (completed) {
            case Completed.AnyFile() -> "_files";
            case Completed.Folder() -> "_files -/";
            case Completed.BlueprintFile() ->
                    "_files -g \"*.(" + String.join("|", Completed.BLUEPRINTS) + ")(-.)\"";
            case Completed.Words(List<String> words) -> "(" + String.join(" ", words) + ")";
            case Completed.Anything() -> " ";
        };
    }

    /** Leaves nothing that means something in a specification. */
    private static String escaped(String text) {
        return text.replaceAll("[\\\\\\[\\]:]", "\\\\$0");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}

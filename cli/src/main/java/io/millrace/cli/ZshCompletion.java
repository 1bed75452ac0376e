package io.millrace.cli;

import java.util.ArrayList;
import java.util.List;

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
            out.append("            ").append(quoted(usage.name() + ":" + usage.summary()));
            out.append('\n');
        }
        out.append(
                """
                        )
                        _describe command commands
                        ;;
                    argument)
                        case $words[1] in
                """);
        Command.ALL.forEach(command -> add(command.usage()));
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

    private void add(Usage usage) {
        out.append("        ").append(usage.name()).append(") _arguments");
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

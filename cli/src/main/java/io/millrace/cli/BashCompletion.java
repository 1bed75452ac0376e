package io.millrace.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Completion for bash, 3.2 and newer. */
final class BashCompletion {

    private final List<String> types;
    private final StringBuilder out = new StringBuilder();

    BashCompletion(List<String> types) {
        this.types = types;
    }

    String script() {
        out.append(
                """
                # Completion of millrace for bash. In ~/.bashrc: source <(millrace completion bash)
                _millrace_add() {
                    local word
                    while IFS= read -r word; do
                        COMPREPLY+=("$word")
                    done
                }
                _millrace() {
                    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= options=yes i
                    COMPREPLY=()
                    if [[ $cur == = ]]; then
                        cur=
                    elif [[ $prev == = ]]; then
                        prev=${COMP_WORDS[COMP_CWORD - 2]}
                    fi
                    for ((i = 1; i < COMP_CWORD; i++)); do
                        case ${COMP_WORDS[i]} in
                        --) options= ;;
                        -*) ;;
                        *)
                            if [[ -z $command ]]; then
                                command=${COMP_WORDS[i]}
                            elif [[ GROUPS == *" $command "* ]]; then
                                command="$command ${COMP_WORDS[i]}"
                            fi
                            ;;
                        esac
                    done
                    case $command in
                    '') _millrace_add < <(compgen -W \
                """);
        var first = new ArrayList<>(Command.firstWords());
        first.addAll(List.of("--help", "--version"));
        out.append(quoted(first)).append(" -- \"$cur\") ;;\n");
        Command.groups().forEach(this::addGroup);
        Command.ALL.forEach(command -> add(command.usage()));
        out.append(
                """
                    esac
                }
                complete -F _millrace millrace
                """);
        String groups = "\" " + String.join(" ", Command.groups()) + " \"";
        return out.toString().replace("GROUPS", groups);
    }

    private void addGroup(String group) {
        var seconds = new ArrayList<String>();
        for (Command command : Command.of(group)) {
            seconds.add(command.usage().name().substring(group.length() + 1));
        }
        seconds.add(Option.HELP.name());
        out.append("    ").append(group).append(") _millrace_add < <(compgen -W ");
        out.append(quoted(seconds)).append(" -- \"$cur\") ;;\n");
    }

    private void add(Usage usage) {
        out.append("    ").append(usage.name().replace(" ", "\\ ")).append(")\n");
        var options = new ArrayList<>(usage.options().stream().map(Option::name).toList());
        options.add(Option.HELP.name());
        var valued = usage.options().stream().filter(option -> option.value() != null).toList();
        if (!valued.isEmpty()) {
            out.append("        case ${options:+$prev} in\n");
            for (Option option : valued) {
                out.append("        ").append(option.name()).append(") ");
                out.append(words(Completed.value(option))).append("; return ;;\n");
            }
            out.append("        esac\n");
        }
        out.append("        if [[ -n $options && $cur == -* ]]; then\n");
        out.append("            _millrace_add < <(compgen -W ").append(quoted(options));
        out.append(" -- \"$cur\")\n        else\n            ");
        out.append(words(Completed.operand(usage, types))).append("\n        fi\n        ;;\n");
    }

    /** Returns what adds the words that there are. */
    private static String words(Completed completed) {
        String files = "compopt -o filenames 2>/dev/null || :; _millrace_add < <(%s)";
        return switch (completed) {
            case Completed.AnyFile() -> files.formatted("compgen -f -- \"$cur\"");
            case Completed.Folder() -> files.formatted("compgen -d -- \"$cur\"");
            case Completed.BlueprintFile() ->
                    files.formatted(
                            "compgen -d -- \"$cur\"; "
                                    + Completed.BLUEPRINTS.stream()
                                            .map("compgen -f -X '!*.%s' -- \"$cur\""::formatted)
                                            .collect(Collectors.joining("; ")));
            case Completed.Words(List<String> words) ->
                    "_millrace_add < <(compgen -W " + quoted(words) + " -- \"$cur\")";
            case Completed.Anything() -> ":";
        };
    }

    private static String quoted(List<String> words) {
        return "'" + String.join(" ", words).replace("'", "'\\''") + "'";
    }
}

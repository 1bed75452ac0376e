package io.millrace.cli;

import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.NearestName;

import java.util.List;

/** Prints what makes a shell complete the words of a call. */
final class CompletionCommand implements Command {

    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    @Override
    public Usage usage() {
        return new Usage(
                "completion",
                String.join("|", SHELLS),
                1,
                1,
                "Prints a script that makes a shell complete commands, options and names.",
                List.of(),
                List.of(
                        "source <(./millrace completion bash)",
                        "./millrace completion zsh > ~/.zfunc/_millrace",
                        "./millrace completion fish > ~/.config/fish/completions/millrace.fish"));
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) {
        String shell = arguments.operands().getFirst();
        List<String> types = ComponentRegistry.discover().names();
        terminal.print(
                switch (shell) {
                    case "bash" -> new BashCompletion(types).script();
                    case "zsh" -> new ZshCompletion(types).script();
                    case "fish" -> new FishCompletion(types).script();
                    default ->
                            throw arguments.wrong(
                                    "there is no script for '" + shell + "'",
                                    NearestName.of(shell, SHELLS) == null
                                            ? "there is one for " + String.join(", ", SHELLS)
                                            : NearestName.question(shell, SHELLS));
                });
        return ExitCode.OK;
    }
}

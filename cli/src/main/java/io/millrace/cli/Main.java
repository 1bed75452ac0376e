package io.millrace.cli;

import io.millrace.api.EnvironmentException;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.NearestName;

import java.util.Arrays;
import java.util.List;

/** The entry point of {@code millrace}. */
public final class Main {

    private Main() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param words the command's name and what follows it
     */
    public static void main(String[] words) {
        System.exit(run(Arrays.asList(words), Terminal.system()));
    }

    /** Runs a command; returns its exit code. */
    static int run(List<String> words, Terminal terminal) {
        try {
            return call(words, terminal);
        } catch (UsageException e) {
            terminal.say("millrace: " + e.getMessage() + "\ntry: " + e.help());
            return ExitCode.INVALID;
        } catch (BlueprintException e) {
            terminal.say(Diagnostics.text(e.diagnostics()));
            return ExitCode.INVALID;
        } catch (EnvironmentException e) {
            terminal.say("millrace: " + e.getMessage());
            return ExitCode.ENVIRONMENT;
        } catch (Exception e) {
            terminal.say("millrace: this is a fault of Millrace itself\n" + Failure.trace(e));
            return ExitCode.FAILED;
        }
    }

    private static int call(List<String> words, Terminal terminal) throws Exception {
        String first = words.isEmpty() ? "--help" : words.getFirst();
        switch (first) {
            case "--help", "-h", "help" -> terminal.print(help());
            case "--version" ->
                    terminal.print(
                            "millrace %s (java %s)\n".formatted(version(), Runtime.version()));
            default -> {
                Command command = command(first);
                var arguments = Arguments.parse(command.usage(), words.subList(1, words.size()));
                if (!arguments.has(Option.HELP)) {
                    return command.run(arguments, terminal);
                }
                terminal.print(command.usage().help());
            }
        }
        return words.isEmpty() ? ExitCode.INVALID : ExitCode.OK;
    }

    private static Command command(String name) {
        for (Command command : Command.ALL) {
            if (command.usage().name().equals(name)) {
                return command;
            }
        }
        var names = Command.ALL.stream().map(command -> command.usage().name()).toList();
        String kind = name.startsWith("-") ? "option" : "command";
        throw new UsageException(
                "unknown " + kind + " '" + name + "'", NearestName.question(name, names), "");
    }

    private static String help() {
        var text = new StringBuilder("usage: millrace COMMAND [OPTION…] …\n\ncommands:\n");
        for (Command command : Command.ALL) {
            Usage usage = command.usage();
            Usage.line(text, usage.name() + " " + usage.operands(), usage.summary());
        }
        text.append("\noptions:\n");
        Usage.line(text, "--help", "show this text; after a command, its options and examples");
        Usage.line(text, "--version", "show the version");
        text.append("\nexample:\n  ").append(RunCommand.EXAMPLE).append('\n');
        return text.toString();
    }

    /** Returns the version of the product. */
    static String version() {
        var module = Main.class.getModule().getDescriptor();
        return module != null && module.rawVersion().isPresent()
                ? module.rawVersion().get()
                : String.valueOf(Main.class.getPackage().getImplementationVersion());
    }
}

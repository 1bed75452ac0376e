package io.millrace.cli;

import io.millrace.api.EnvironmentException;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.NearestName;
import io.millrace.graph.Position;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

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
        return guarded(() -> call(words, terminal), terminal);
    }

    /** Runs a command that is no other's to choose; returns its exit code. */
    static int run(Command command, List<String> words, Terminal terminal) {
        return guarded(
                () -> command.run(Arguments.parse(command.usage(), words), terminal), terminal);
    }

    private static int guarded(Callable<Integer> call, Terminal terminal) {
        try {
            return call.call();
        } catch (UsageException e) {
            terminal.say("millrace: " + e.getMessage() + "\ntry: " + e.help());
            return ExitCode.INVALID;
        } catch (BlueprintException e) {
            terminal.say(Diagnostics.text(e.diagnostics()));
            return ExitCode.INVALID;
        } catch (StateException e) {
            Failure failure = Failure.of(e, Position.NONE);
            terminal.say(Diagnostics.text(List.of(failure.diagnostic())));
            return failure.exitCode();
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
                if (isGroupHelp(words)) {
                    terminal.print(help(Command.of(first), " " + first));
                    return ExitCode.OK;
                }
                Command command = command(words);
                int name = command.usage().name().split(" ").length;
                var rest = words.subList(name, words.size());
                var arguments = Arguments.parse(command.usage(), rest);
                if (!arguments.has(Option.HELP)) {
                    return command.run(arguments, terminal);
                }
                terminal.print(command.usage().help());
            }
        }
        return words.isEmpty() ? ExitCode.INVALID : ExitCode.OK;
    }

    private static boolean isGroupHelp(List<String> words) {
        return Command.groups().contains(words.getFirst())
                && words.size() == 2
                && List.of("--help", "-h").contains(words.get(1));
    }

    private static Command command(List<String> words) {
        String name = words.getFirst();
        boolean group = Command.groups().contains(name);
        String whole = group && words.size() > 1 ? name + " " + words.get(1) : name;
        for (Command command : Command.ALL) {
            if (command.usage().name().equals(whole)) {
                return command;
            }
        }
        if (group) {
            var seconds =
                    Command.of(name).stream()
                            .map(command -> command.usage().name().substring(name.length() + 1))
                            .toList();
            throw new UsageException(
                    "'" + name + "' needs one of " + String.join(", ", seconds),
                    words.size() == 1 ? null : NearestName.question(words.get(1), seconds),
                    name);
        }
        String kind = name.startsWith("-") ? "option" : "command";
        throw new UsageException(
                "unknown " + kind + " '" + name + "'",
                NearestName.question(name, Command.firstWords()),
                "");
    }

    private static String help() {
        var text = new StringBuilder(help(Command.ALL, ""));
        text.append("\noptions:\n");
        Usage.line(text, "--help", "show this text; after a command, its options and examples");
        Usage.line(text, "--version", "show the version");
        text.append("\nexample:\n  ").append(RunCommand.EXAMPLE).append('\n');
        return text.toString();
    }

    /** Returns the list of some commands, which begin with the same words. */
    private static String help(List<Command> commands, String words) {
        var text = new StringBuilder("usage: millrace" + words + " COMMAND [OPTION…] …\n\n");
        text.append("commands:\n");
        for (Command command : commands) {
            Usage usage = command.usage();
            Usage.line(text, usage.name() + " " + usage.operands(), usage.summary());
        }
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

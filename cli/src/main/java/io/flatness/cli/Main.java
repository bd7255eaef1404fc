package io.flatness.cli;

import io.flatness.core.run.ExitCode;
import picocli.CommandLine;

/** Entry point of the {@code flatness} command. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        Console console = Console.ofProcess();
        int exit = execute(console, args);
        console.flush();
        System.exit(exit);
    }

    private static int execute(Console console, String... args) {
        try {
            return commandLine(console).execute(args);
        } catch (OutOfMemoryError e) {
            console.err()
                    .println("flatness: out of memory (" + e.getMessage() + "); give it more, for example with"
                            + " FLATNESS_JAVA_OPTIONS=-Xmx8g, or lower the experiment's memory: budget");
            return ExitCode.INTERNAL.code();
        } catch (Error e) {
            return new CommandErrors(console).internal(e);
        }
    }

    /** The command with its subcommands and error handling, writing to a console. */
    static CommandLine commandLine(Console console) {
        CommandLine root = new CommandLine(new FlatnessCommand(console));
        for (Object subcommand : new Object[] {
            new RunCommand(console),
            new ValidateCommand(console),
            new ListCommand(console),
            new PlanCommand(console),
            new DescribeCommand(console),
            new SchemaCommand(console),
            new InitCommand(console),
            new ReportCommand(console),
            new ExportCommand(console),
            new CompareCommand(console),
            new CompletionCommand(console),
        }) {
            root.addSubcommand(subcommand);
        }
        root.addSubcommand(new CommandLine(new PluginsCommand())
                .addSubcommand(new PluginsCommand.ListPlugins(console))
                .addSubcommand(new NewPlugin(console))
                .addSubcommand(new PluginsCommand.CheckPlugin(console))
                .addSubcommand(new PluginsCommand.LockPlugins(console)));
        return root.setOut(console.out())
                .setErr(console.err())
                .setColorScheme(console.colorScheme())
                .setUsageHelpWidth(Math.max(60, Math.min(console.width(), 100)))
                .setParameterExceptionHandler(new UsageErrors(console))
                .setExecutionExceptionHandler(new CommandErrors(console));
    }
}

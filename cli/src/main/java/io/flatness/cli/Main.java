package io.flatness.cli;

import picocli.CommandLine;

/** Entry point of the {@code flatness} command. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        Console console = Console.ofProcess();
        int exit = commandLine(console).execute(args);
        console.flush();
        System.exit(exit);
    }

    /** The command with its subcommands and error handling, writing to a console. */
    static CommandLine commandLine(Console console) {
        CommandLine root = new CommandLine(new FlatnessCommand(console));
        for (Object subcommand : new Object[] {
            new RunCommand(console),
            new ValidateCommand(console),
            new ListCommand(console),
            new DescribeCommand(console),
        }) {
            root.addSubcommand(subcommand);
        }
        return root.setOut(console.out())
                .setErr(console.err())
                .setColorScheme(console.colorScheme())
                .setUsageHelpWidth(Math.max(60, Math.min(console.width(), 100)))
                .setParameterExceptionHandler(new UsageErrors(console))
                .setExecutionExceptionHandler(new CommandErrors(console));
    }
}

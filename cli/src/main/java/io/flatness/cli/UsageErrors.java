package io.flatness.cli;

import io.flatness.core.run.ExitCode;
import io.flatness.core.spec.Visible;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A wrong command line: what is wrong, what it may have meant, and where help is. */
final class UsageErrors implements IParameterExceptionHandler {
    private final Console console;

    UsageErrors(Console console) {
        this.console = console;
    }

    @Override
    public int handleParseException(ParameterException problem, String[] args) {
        console.err().println("flatness: " + Visible.of(message(problem)));
        UnmatchedArgumentException.printSuggestions(problem, console.err());
        console.err()
                .println("Try '" + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.INVALID.code();
    }

    private static String message(ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        if (problem instanceof UnmatchedArgumentException unmatched
                && command.getParent() == null
                && !unmatched.isUnknownOption()) {
            return "there is no command '" + unmatched.getUnmatched().get(0) + "'; commands: "
                    + String.join(", ", command.getSubcommands().keySet());
        }
        return Objects.requireNonNullElse(problem.getMessage(), problem.toString());
    }
}

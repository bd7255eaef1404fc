package io.flatness.cli;

import io.flatness.core.plugin.PluginException;
import io.flatness.core.run.ExitCode;
import io.flatness.core.run.OutputException;
import io.flatness.core.spec.InvalidExperimentException;
import io.flatness.core.spec.Visible;
import io.flatness.report.ResultsException;
import io.flatness.spi.InvalidParameterException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What ends a command, as a message and an exit code; a stack trace goes to a file and never to the user. */
final class CommandErrors implements IExecutionExceptionHandler {
    private final Console console;

    CommandErrors(Console console) {
        this.console = console;
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
        if (problem instanceof InvalidExperimentException invalid) {
            invalid.findings().forEach(finding -> console.err().println(finding));
            int count = invalid.findings().size();
            console.err()
                    .println("flatness: " + (count == 1 ? "1 mistake" : count + " mistakes")
                            + " in the experiment; nothing was run and nothing was written");
            return ExitCode.INVALID.code();
        }
        if (problem instanceof PluginException
                || problem instanceof OutputException
                || problem instanceof ResultsException
                || problem instanceof InvalidParameterException) {
            console.err().println("flatness: " + Visible.of(String.valueOf(problem.getMessage())));
            return ExitCode.INVALID.code();
        }
        return internal(problem);
    }

    /** One line for the user, the rest in a file. */
    int internal(Throwable problem) {
        String what = problem.getMessage() == null
                ? ""
                : ": " + problem.getMessage().lines().findFirst().orElse("");
        console.err()
                .println("flatness: internal error, " + problem.getClass().getSimpleName() + Visible.of(what)
                        + "; the stack trace is in " + stackTrace(problem));
        return ExitCode.INTERNAL.code();
    }

    private static String stackTrace(Throwable problem) {
        try {
            Path file = Files.createTempFile("flatness-error-", ".txt");
            try (PrintWriter writer = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
                problem.printStackTrace(writer);
            }
            return file.toString();
        } catch (IOException e) {
            return "no file, since none can be written (" + e.getMessage() + ")";
        }
    }
}

package io.flatness.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the results of an earlier run again. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Prints the table and findings of an earlier run again.",
        footerHeading = "%nExamples:%n",
        footer = {"  flatness report out/quickstart", "  flatness report out/quickstart/results.json"})
final class ReportCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "RUN", description = "The folder of a run, or its results.json.")
    private Path run = Path.of("");

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        new ResultPrinter(console).print(Json.results(run));
    }
}

package io.flatness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.report.Results;
import io.flatness.report.TextReport;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the results of an earlier run again. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Prints the table and findings of an earlier run again.",
        footerHeading = "%nExamples:%n",
        footer = {"  flatness report out/quickstart", "  flatness report out/quickstart --html"})
final class ReportCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "RUN", description = "The folder of a run, or its results.json.")
    private Path run = Path.of("");

    @Option(names = "--html", description = "Write report.html and figures/ beside the results, too.")
    private boolean html;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        JsonNode results = Results.read(run);
        new TextReport(console.page()).print(results);
        if (html) {
            Path folder = Files.isDirectory(run) ? run : run.toAbsolutePath().resolveSibling("");
            console.out().println("Wrote " + ReportFiles.write(folder, results));
        }
    }
}

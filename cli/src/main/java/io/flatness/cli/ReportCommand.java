package io.flatness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.report.AtomicFile;
import io.flatness.core.report.LongFormat;
import io.flatness.report.Results;
import io.flatness.report.TextReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the results of an earlier run again. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Prints the findings and tables of an earlier run again, and makes its page and other files from them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  flatness report out/quickstart",
            "  flatness report out/quickstart --html --open",
            "  flatness report out/quickstart --format json-lines"
        })
final class ReportCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "RUN", description = "The folder of a run, or its results.json.")
    private Path run = Path.of("");

    @Option(names = "--html", description = "Write report.html and figures/ beside the results, too.")
    private boolean html;

    @Option(names = "--open", description = "Show report.html in the browser; written first where there is none.")
    private boolean open;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "Write the measurements in long form, one row each, beside the results: ${COMPLETION-CANDIDATES}.",
            completionCandidates = LongFormats.class,
            converter = LongFormats.class)
    private @Nullable LongFormat format;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        JsonNode results = Results.read(run);
        new TextReport(console.page()).print(results);
        Path folder = Files.isDirectory(run) ? run : run.toAbsolutePath().resolveSibling("");
        if (format != null) {
            Path file = folder.resolve(format.file());
            AtomicFile.write(file, format.of(results).getBytes(StandardCharsets.UTF_8));
            console.out().println("Wrote " + file);
        }
        Path page = folder.resolve("report.html");
        if (html || (open && !Files.exists(page))) {
            console.out().println("Wrote " + ReportFiles.write(folder, results));
        }
        if (open) {
            new Browser(console).open(page);
        }
    }
}

package io.flatness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.report.AtomicFile;
import io.flatness.report.HtmlReport;
import java.nio.file.Path;

/** The page of a run with its figures, on disk. */
final class ReportFiles {
    private ReportFiles() {}

    /** Writes {@code report.html} and {@code figures/}; returns the page. */
    static Path write(Path folder, JsonNode results) {
        HtmlReport.of(results).forEach((name, bytes) -> AtomicFile.write(folder.resolve(name), bytes));
        return folder.resolve("report.html");
    }
}
